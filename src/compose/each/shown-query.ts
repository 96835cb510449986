import {
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLObjectType,
  type GraphQLOutputType,
  getNamedType,
  getNullableType,
  isAbstractType,
  isEnumType,
  isInputObjectType,
  isLeafType,
  isListType,
  isObjectType,
  isRequiredArgument,
  isRequiredInputField,
} from 'graphql'
import type { SchemaPlan } from '../../plan/schema-plan.ts'
import type { EachCall, Way } from './each-calls.ts'

type Field = GraphQLField<unknown, unknown>

/** How many a query asks for where it has to say it. */
export const SHOWN_PARENTS = 100

/** Fields of objects in objects that are looked for a value. */
const MOST_DEPTH = 4

/** The shortest query, or mutation, that makes the calls, in one line. */
export function shownQuery(call: EachCall, plan: SchemaPlan): string {
  const { way, without } = call
  let text = fieldText(way.field, way.type, selectionText(way.field.type, without, plan), plan)
  let { type } = way
  for (let above = way.above; above; above = above.above) {
    const inner = isAbstractType(getNamedType(above.field.type)) ? `... on ${type.name} { ${text} }` : text
    text = fieldText(above.field, above.type, ` { ${inner} }`, plan)
    type = above.type
  }
  return `${type === plan.schema.getMutationType() ? 'mutation ' : ''}{ ${text} }`
}

/** The lists that the objects stand in for which the calls are made, outermost first: their names, as plans have them. */
export function listsAbove({ bound, way }: EachCall, plan: SchemaPlan): readonly string[] {
  const own = plan.types.get(way.type.name)?.fields.get(way.field.name)
  // What a binding answers comes after its calls.
  return listsOf(own?.bound === bound ? way.above : way)
}

function listsOf(way: Way | undefined): readonly string[] {
  return way ? [...listsOf(way.above), ...namesOf(way.field.type, nameOf(way))] : []
}

function nameOf({ above, field }: Way): string {
  return above ? `${nameOf(above)}.${field.name}` : field.name
}

/** A list of lists has a name for each. */
function namesOf(type: GraphQLOutputType, name: string): readonly string[] {
  const nullable = getNullableType(type)
  return isListType(nullable) ? [...namesOf(nullable.ofType, `${name}[]`), name] : []
}

function fieldText(field: Field, type: GraphQLObjectType, selection: string, plan: SchemaPlan): string {
  const list = plan.costs.lists.get(`${type.name}.${field.name}`)
  const [slicing] = list?.requiresOne ? list.slicingArguments : []
  const isNeeded = (arg: GraphQLArgument) => isRequiredArgument(arg) || arg.name === slicing
  const args = field.args.filter(isNeeded).map(arg => {
    const isLength = list?.slicingArguments.includes(arg.name)
    return `${arg.name}: ${isLength ? SHOWN_PARENTS : exampleValue(arg.type)}`
  })
  return `${field.name}${args.length > 0 ? `(${args.join(', ')})` : ''}${selection}`
}

/** One value of the objects, which is not among those that are there `without` a call. */
function selectionText(type: GraphQLOutputType, without: ReadonlySet<string>, plan: SchemaPlan): string {
  const inner = getNamedType(type)
  if (isLeafType(inner)) return ''
  return ` { ${(isObjectType(inner) && valueText(inner, without, plan, MOST_DEPTH)) || '__typename'} }`
}

function valueText(
  type: GraphQLObjectType,
  without: ReadonlySet<string>,
  plan: SchemaPlan,
  depth: number,
): string | undefined {
  const fields = Object.values(type.getFields()).filter(field => !without.has(field.name) && isPlain(field, type, plan))
  const leaf = fields.find(({ name }) => name === 'id') ?? fields.find(field => isLeafType(getNamedType(field.type)))
  if (leaf) return leaf.name
  if (depth === 0) return undefined
  for (const field of fields) {
    const inner = getNamedType(field.type)
    const below = isObjectType(inner) ? valueText(inner, new Set(), plan, depth - 1) : undefined
    if (below !== undefined) return `${field.name} { ${below} }`
  }
  return undefined
}

/** Whether anybody may ask for it without asking further sources. */
function isPlain(field: Field, type: GraphQLObjectType, { types, guards }: SchemaPlan): boolean {
  const plan = types.get(type.name)?.fields.get(field.name)
  const isOpen = !guards.has(`${type.name}.${field.name}`) && field.deprecationReason == null
  return isOpen && !plan?.bound && !plan?.resolver && !field.args.some(isRequiredArgument)
}

const OF_SCALARS: Readonly<Record<string, string>> = {
  Int: '1',
  Float: '1',
  Boolean: 'true',
  BigInt: '1',
  Decimal: '"1"',
  Date: '"2026-01-01"',
  DateTime: '"2026-01-01T00:00:00Z"',
  Time: '"12:00:00"',
  UUID: '"00000000-0000-4000-8000-000000000000"',
  Base64: '"AA=="',
  JSON: '{}',
}

/** A value that an argument of the type takes. */
function exampleValue(type: GraphQLInputType): string {
  const nullable = getNullableType(type)
  if (isListType(nullable)) return `[${exampleValue(nullable.ofType)}]`
  if (isEnumType(nullable)) return nullable.getValues()[0]?.name ?? 'null'
  if (!isInputObjectType(nullable)) return OF_SCALARS[nullable.name] ?? '"1"'
  const fields = Object.values(nullable.getFields())
  // One that is no object itself ends it.
  const one = fields.find(each => !isInputObjectType(getNamedType(each.type)))
  const needed = nullable.isOneOf ? [one].filter(each => each !== undefined) : fields.filter(isRequiredInputField)
  return needed.length === 0 ? '{}' : `{ ${needed.map(each => `${each.name}: ${exampleValue(each.type)}`).join(', ')} }`
}
