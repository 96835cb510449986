import {
  type ConstDirectiveNode,
  type DefinitionNode,
  type DocumentNode,
  isTypeDefinitionNode,
  Kind,
  type NameNode,
  type ObjectTypeDefinitionNode,
  type OperationTypeDefinitionNode,
  OperationTypeNode,
  print,
} from 'graphql'
import type { NodeProblem } from './node-problem.ts'
import { isSchemaNode } from './schema-nodes.ts'

/** The root types of a document that does not say which they are (specification, 3.3.1). */
const ROOTS = new Map([
  ['Query', OperationTypeNode.QUERY],
  ['Mutation', OperationTypeNode.MUTATION],
])

/**
 * The documents of several files as one. Each may be a schema by itself, so what has to stand in each is one: schema definitions
 * and root types are put together, and a scalar or directive that stands twice alike, in two files, counts once.
 */
export function joinDocuments(documents: readonly DocumentNode[]): DocumentNode {
  const [only] = documents
  if (only && documents.length === 1) return only
  const before = new Map<string, DocumentNode>()
  const isRepeated = (text: string, document: DocumentNode) => {
    const first = before.get(text)
    if (!first) before.set(text, document)
    return first !== undefined && first !== document
  }
  const schemaNodes = documents.flatMap(({ definitions }) => definitions.filter(isSchemaNode))
  // Where one file names its root types, GraphQL goes by no other's names: so all of them are named.
  const naming =
    schemaNodes.find(({ kind }) => kind === Kind.SCHEMA_DEFINITION) ??
    schemaNodes.find(({ operationTypes = [] }) => operationTypes.length > 0)
  const operationTypes = documents.flatMap(document =>
    rootsOf(document).filter(root => !isRepeated(print(root), document)),
  )
  const joined = documents.flatMap(document => {
    const roots = new Set(rootsOf(document).map(({ type }) => type.name.value))
    return document.definitions.flatMap((node): readonly DefinitionNode[] => {
      if (node.kind === Kind.SCALAR_TYPE_DEFINITION || node.kind === Kind.DIRECTIVE_DEFINITION)
        return isRepeated(print({ ...node, description: undefined }), document) ? [] : [node]
      if (isSchemaNode(node)) {
        // What a file declares is what its bindings mean: a source stays in each.
        const isOnce = (each: ConstDirectiveNode) => each.name.value === 'source' || !isRepeated(print(each), document)
        const directives = node.directives?.filter(isOnce) ?? []
        if (node === naming) return [{ ...node, directives, operationTypes }]
        return directives.length > 0 ? [{ kind: Kind.SCHEMA_EXTENSION, loc: node.loc, directives }] : []
      }
      if (node.kind !== Kind.OBJECT_TYPE_DEFINITION || !roots.has(node.name.value)) return [node]
      return isRepeated(`type ${node.name.value}`, document) ? [asExtension(node)] : [node]
    })
  })
  return { kind: Kind.DOCUMENT, definitions: joined }
}

/** The root types of a document alone: those that it names, and without a schema definition those of the usual names. */
function rootsOf({ definitions }: DocumentNode): readonly OperationTypeDefinitionNode[] {
  const isDefined = definitions.some(({ kind }) => kind === Kind.SCHEMA_DEFINITION)
  return definitions.flatMap((node): readonly OperationTypeDefinitionNode[] => {
    if (isSchemaNode(node)) return node.operationTypes ?? []
    const operation = node.kind === Kind.OBJECT_TYPE_DEFINITION && !isDefined && ROOTS.get(node.name.value)
    if (!operation) return []
    const { name } = node
    const { loc } = name
    return [{ kind: Kind.OPERATION_TYPE_DEFINITION, operation, type: { kind: Kind.NAMED_TYPE, name, loc }, loc }]
  })
}

function asExtension({ description, kind, ...node }: ObjectTypeDefinitionNode): DefinitionNode {
  return { ...node, kind: Kind.OBJECT_TYPE_EXTENSION }
}

/** Types, and fields of types, that two files define: GraphQL's own rules would not say where the other one is. */
export function clashes({ definitions }: DocumentNode): NodeProblem[] {
  const known = new Map<string, NameNode>()
  const faults: NodeProblem[] = []
  const add = (coordinate: string, name: NameNode) => {
    const first = known.get(coordinate)
    if (!first) known.set(coordinate, name)
    if (!first || first.loc?.source === name.loc?.source) return false
    faults.push({
      node: name,
      message: `it is defined in ${first.loc?.source.name} too.`,
      suggestion: 'Rename one of the two.',
    })
    return true
  }
  for (const node of definitions) {
    // What is in a type that is defined twice follows from that.
    if (isTypeDefinitionNode(node) && add(node.name.value, node.name)) continue
    if (node.kind === Kind.OBJECT_TYPE_DEFINITION || node.kind === Kind.OBJECT_TYPE_EXTENSION)
      for (const field of node.fields ?? []) add(`${node.name.value}.${field.name.value}`, field.name)
  }
  return faults
}

/** A document without what clashes, so that the rest can be checked as if it were not there. */
export function withoutClashes(document: DocumentNode, faults: readonly NodeProblem[]): DocumentNode {
  const names = new Set(faults.map(({ node }) => node))
  const definitions = document.definitions
    .filter(node => !(isTypeDefinitionNode(node) && names.has(node.name)))
    .map(node =>
      node.kind === Kind.OBJECT_TYPE_DEFINITION || node.kind === Kind.OBJECT_TYPE_EXTENSION
        ? { ...node, fields: node.fields?.filter(({ name }) => !names.has(name)) }
        : node,
    )
  return { ...document, definitions }
}
