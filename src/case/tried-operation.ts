import {
  type GraphQLField,
  type GraphQLOutputType,
  type GraphQLSchema,
  getNamedType,
  isLeafType,
  isObjectType,
} from 'graphql'
import type { SchemaPlan } from '../plan/schema-plan.ts'
import { suggestOrList } from '../schema/suggest.ts'

/** The root field that leads to the parent of a field that is tried. */
export const PARENT_FIELD = 'sluiceRunParent'
/** How deep plain objects in plain objects are asked for. */
const DEPTH = 3

export interface TriedOperation {
  readonly query: string
  /** The root type, and the type of the parent where that is another one. */
  readonly root: string
  readonly parent: string | undefined
}

/**
 * The operation that asks for one field with what its answer holds by itself; `args` are variables of the same names. Throws Error for a
 * coordinate or an argument that the schema does not have.
 */
export function triedOperation(
  plan: SchemaPlan,
  coordinate: string,
  args: Readonly<Record<string, unknown>>,
  select: string | undefined,
): TriedOperation {
  const { schema } = plan
  const { type, field } = fieldAt(schema, coordinate)
  const names = Object.keys(args)
  const wrong = names.find(name => !field.args.some(arg => arg.name === name))
  if (wrong !== undefined) throw new Error(`${coordinate} has no argument "${wrong}". ${argumentsOf(field)}`)
  const declared = field.args.filter(({ name }) => names.includes(name)).map(({ name, type: of }) => `$${name}: ${of}`)
  const given = names.map(name => `${name}: $${name}`).join(', ')
  const text = `${field.name}${given && `(${given})`} ${select ?? selectionOf(plan, field.type, DEPTH)}`.trim()
  const isRoot = [schema.getQueryType(), schema.getMutationType()].some(root => root?.name === type)
  const kind = type === schema.getMutationType()?.name ? 'mutation' : 'query'
  const variables = declared.length > 0 ? ` Run(${declared.join(', ')})` : ' Run'
  return {
    query: `${kind}${variables} { ${isRoot ? text : `${PARENT_FIELD} { ${text} }`} }`,
    root: schema.getQueryType()?.name ?? 'Query',
    parent: isRoot ? undefined : type,
  }
}

function fieldAt(schema: GraphQLSchema, coordinate: string): { type: string; field: GraphQLField<unknown, unknown> } {
  const [, name = '', fieldName = ''] = /^(\w+)\.(\w+)$/.exec(coordinate) ?? []
  if (name === '') throw new Error(`"${coordinate}" is no field. Write the type and the field, as in Post.comments`)
  const objects = Object.values(schema.getTypeMap()).filter(type => isObjectType(type) && !type.name.startsWith('__'))
  const type = objects.find(each => each.name === name)
  if (!isObjectType(type))
    throw new Error(
      `There is no type "${name}". ${suggestOrList(
        name,
        objects.map(each => each.name),
        'types',
      )}`,
    )
  const fields = type.getFields()
  const field = Object.hasOwn(fields, fieldName) ? fields[fieldName] : undefined
  if (!field)
    throw new Error(`${name} has no field "${fieldName}". ${suggestOrList(fieldName, Object.keys(fields), 'fields')}`)
  return { type: name, field }
}

function argumentsOf({ args }: GraphQLField<unknown, unknown>): string {
  return args.length > 0 ? `It has ${args.map(({ name }) => name).join(', ')}.` : 'It has none.'
}

/** All that stands in the answer of the field itself: no call of another is made for it. */
function selectionOf(plan: SchemaPlan, type: GraphQLOutputType, depth: number): string {
  const named = getNamedType(type)
  if (isLeafType(named)) return ''
  if (!isObjectType(named)) return '{ __typename }'
  const planned = plan.types.get(named.name)
  const fields = Object.values(named.getFields()).flatMap(({ name, type: of, args }) => {
    const field = planned?.fields.get(name)
    const isPlain = field && !field.bound && !field.resolver && !field.findsBy
    if (!isPlain || args.some(arg => String(arg.type).endsWith('!'))) return []
    const inner = getNamedType(of)
    if (isLeafType(inner)) return [name]
    if (depth === 0 || plan.types.get(inner.name)?.home) return []
    return [`${name} ${selectionOf(plan, of, depth - 1)}`]
  })
  return `{ ${['__typename', ...fields].join(' ')} }`
}
