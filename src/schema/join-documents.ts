import {
  type DefinitionNode,
  type DocumentNode,
  isTypeDefinitionNode,
  Kind,
  type NameNode,
  type ObjectTypeDefinitionNode,
  print,
} from 'graphql'
import type { NodeProblem } from './node-problem.ts'

/** Types that every part of a schema may add fields to as if it were alone. */
const ROOT_TYPES = new Set(['Query', 'Mutation'])

/**
 * The documents of several files as one. Each may be a schema by itself, so what has to stand in each is one: root types are
 * put together, and a scalar, directive or `@source` that stands twice alike, in two files, counts once.
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
  const joined = documents.flatMap(document =>
    document.definitions.flatMap((node): readonly DefinitionNode[] => {
      if (node.kind === Kind.SCALAR_TYPE_DEFINITION || node.kind === Kind.DIRECTIVE_DEFINITION)
        return isRepeated(print({ ...node, description: undefined }), document) ? [] : [node]
      if (node.kind === Kind.SCHEMA_EXTENSION) {
        const directives = node.directives?.filter(each => !isRepeated(print(each), document))
        return directives?.length === 0 && !node.operationTypes?.length ? [] : [{ ...node, directives }]
      }
      if (node.kind !== Kind.OBJECT_TYPE_DEFINITION || !ROOT_TYPES.has(node.name.value)) return [node]
      return isRepeated(`type ${node.name.value}`, document) ? [asExtension(node)] : [node]
    }),
  )
  return { kind: Kind.DOCUMENT, definitions: joined }
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
    else if (first.loc?.source !== name.loc?.source)
      faults.push({
        node: name,
        message: `it is defined in ${first.loc?.source.name} too.`,
        suggestion: 'Rename one of the two.',
      })
  }
  for (const node of definitions) {
    if (isTypeDefinitionNode(node)) add(node.name.value, node.name)
    if (node.kind === Kind.OBJECT_TYPE_DEFINITION || node.kind === Kind.OBJECT_TYPE_EXTENSION)
      for (const field of node.fields ?? []) add(`${node.name.value}.${field.name.value}`, field.name)
  }
  return faults
}
