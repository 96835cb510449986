import {
  type ConstDirectiveNode,
  type DefinitionNode,
  type DocumentNode,
  type FieldDefinitionNode,
  isTypeDefinitionNode,
  isTypeExtensionNode,
  Kind,
  type NamedTypeNode,
  OperationTypeNode,
  parse,
  print,
  type StringValueNode,
} from 'graphql'
import { waysTo } from '../foreign-directives.ts'
import { SOURCE_KINDS } from '../kind/source-kinds.ts'
import type { NodeProblem } from '../node-problem.ts'
import { nodesOf } from '../nodes-of.ts'
import { isSchemaNode, schemaDirectives } from '../schema-nodes.ts'
import { suggestOrList } from '../suggest.ts'
import type { BaseType } from './base-type.ts'
import { baseTypes, leafTypeNames } from './base-types.ts'
import { argumentOf, bindingOf } from './related-fields.ts'

export const GLOBAL_IDS = 'globalIds'
/** The interface of all objects with a global id, and the fields of the query type that find them. */
export const NODE = 'Node'
export const FINDERS = ['node', 'nodes'] as const

/** What `@globalIds` brings into a document. */
export interface ImpliedNodes {
  readonly definitions: readonly DefinitionNode[]
  /** The object types whose ids are global. */
  readonly types: ReadonlySet<string>
  /** Those that the directive leaves out. */
  readonly except: ReadonlySet<string>
  readonly problems: readonly NodeProblem[]
}

const NONE: ImpliedNodes = { definitions: [], types: new Set(), except: new Set(), problems: [] }

/**
 * What `extend schema @globalIds` implies (GraphQL Global Object Identification Specification): `Node`, `node` and `nodes`. Every
 * object type is a Node that has a home whose key is its `id: ID!`.
 */
export function impliedNodes(document: DocumentNode): ImpliedNodes {
  const [asked] = schemaDirectives(document, GLOBAL_IDS)
  if (!asked) return NONE
  const query = queryType(document)
  const taken = takenNames(document, query)
  if (taken.length > 0) return { ...NONE, problems: taken }
  const bases = [...baseTypes(document, leafTypeNames(document)).values()].filter(({ kind }) => kind === 'object')
  const leftOut = nodesOf(asked, Kind.STRING)
  const except = new Set(leftOut.map(({ value }) => value))
  const unknown = leftOut.filter(({ value }) => !bases.some(({ name }) => name === value))
  const types = bases.filter(base => whyNoNode(base, except) === undefined)
  const written = nodesWritten(document)
  const problems = [
    ...unknown.map(name => unknownType(name, bases)),
    ...bases.flatMap(base => refuse(base, written.get(base.name), except)),
    ...(types.length === 0 ? [nothingToFind(asked)] : []),
  ]
  const isQuery = (node: DefinitionNode) => node.kind === Kind.OBJECT_TYPE_DEFINITION && node.name.value === query
  const sdl = [
    NODE_TYPE,
    document.definitions.some(isQuery) ? `extend type ${query} { ${FINDER_FIELDS} }` : '',
    ...types.filter(({ name }) => !written.has(name)).map(({ name }) => `extend type ${name} implements ${NODE}`),
  ]
  const { definitions } = parse(sdl.join('\n'), { noLocation: true })
  return { definitions, types: new Set(types.map(({ name }) => name)), except, problems }
}

const NODE_TYPE = /* GraphQL */ `
  "An object that its id leads to, whatever its type."
  interface ${NODE} {
    "The id of the object in the whole schema."
    id: ID!
  }
`
const FINDER_FIELDS = /* GraphQL */ `
  "The object that has the id; null where there is none."
  node(id: ID!): ${NODE}
  "The objects that have the ids, in their order; null in the place of one that is not there."
  nodes(ids: [ID!]!): [${NODE}]!
`

function queryType({ definitions }: DocumentNode): string {
  const named = definitions
    .filter(isSchemaNode)
    .flatMap(({ operationTypes = [] }) => operationTypes)
    .find(({ operation }) => operation === OperationTypeNode.QUERY)
  return named?.type.name.value ?? 'Query'
}

/** Names of the file that are those of what is implied. */
function takenNames({ definitions }: DocumentNode, query: string): NodeProblem[] {
  const suggestion = `Remove it: @${GLOBAL_IDS} brings it. What means something else needs another name.`
  return definitions.flatMap(definition => {
    if (!isTypeDefinitionNode(definition) && !isTypeExtensionNode(definition)) return []
    const { name } = definition
    if (name.value === NODE && isTypeDefinitionNode(definition))
      return [{ node: name, message: `the name is that of an interface of @${GLOBAL_IDS}.`, suggestion }]
    if (name.value !== query || !('fields' in definition)) return []
    return ((definition.fields ?? []) as readonly FieldDefinitionNode[])
      .filter(field => FINDERS.some(finder => finder === field.name.value))
      .map(field => ({ node: field.name, message: `the name is that of a field of @${GLOBAL_IDS}.`, suggestion }))
  })
}

/** Where the file itself says that an object type is a Node. */
function nodesWritten({ definitions }: DocumentNode): ReadonlyMap<string, NamedTypeNode> {
  return new Map(
    definitions.flatMap(definition => {
      if (definition.kind !== Kind.OBJECT_TYPE_DEFINITION && definition.kind !== Kind.OBJECT_TYPE_EXTENSION) return []
      const written = definition.interfaces?.find(({ name }) => name.value === NODE)
      return written ? [[definition.name.value, written] as const] : []
    }),
  )
}

function refuse(base: BaseType, node: NamedTypeNode | undefined, except: ReadonlySet<string>): NodeProblem[] {
  const why = node && whyNoNode(base, except)
  return why ? [{ node, message: `it can't be a ${NODE}: ${why.message}.`, suggestion: why.suggestion }] : []
}

type Why = { readonly message: string; readonly suggestion: string }

/** Why an object type is no Node; undefined for one that is. */
function whyNoNode({ name, home, fields }: BaseType, except: ReadonlySet<string>): Why | undefined {
  if (except.has(name)) return { message: `@${GLOBAL_IDS} leaves it out`, suggestion: 'Say one of the two.' }
  const id = fields.find(({ name }) => name.value === 'id')
  const keys = home && SOURCE_KINDS.get(home.name.value)?.keyOf?.(home)
  if (!home || !keys) return { message: 'it has no home', suggestion: `Write ${waysTo('home')}.` }
  if (!id || print(id.type) !== 'ID!')
    return { message: 'it has no field id: ID!', suggestion: 'Add it; @map(from: "…") says where it stands.' }
  if (bindingOf(id) || (id.arguments ?? []).length > 0)
    return {
      message: 'its id is no plain field',
      suggestion: `Remove @${bindingOf(id)?.name.value ?? 'arguments'} there.`,
    }
  const [key, more] = keys
  if (more !== undefined || (key !== 'id' && !upstreamNames(id).includes(key)))
    return {
      message: `its home is asked by ${keys.length > 0 ? keys.map(name => `"${name}"`).join(' and ') : 'nothing'}, not by its id`,
      suggestion: 'Give it a home by id.',
    }
  return undefined
}

function upstreamNames({ directives = [] }: FieldDefinitionNode): readonly unknown[] {
  const maps = directives.filter(({ name }) => name.value === 'map')
  return maps.map(map => argumentOf(map, 'from')).flatMap(from => (from?.kind === Kind.STRING ? [from.value] : []))
}

function unknownType(node: StringValueNode, bases: readonly BaseType[]): NodeProblem {
  const names = bases.map(({ name }) => name)
  return {
    node,
    message: `there is no object type "${node.value}".`,
    suggestion: suggestOrList(node.value, names, 'types'),
  }
}

function nothingToFind(node: ConstDirectiveNode): NodeProblem {
  return {
    node,
    message: 'no type has a home by its id: ID!, so there is nothing that a global id leads to.',
    suggestion: `Write ${waysTo('home')}, or remove it.`,
  }
}
