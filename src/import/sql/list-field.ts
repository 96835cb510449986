import type { LiteralObject, SdlArgument, SdlMember } from '../sdl/sdl.ts'
import { type FieldModel, holdsRanges, type TypeModel } from './model.ts'

/** Rows of a list or a page where a query does not say how many. */
const DEFAULT_LIMIT = 100

/** A list of rows; one of all rows of a table has a limit unless a query says another. */
export function listField(name: string, target: TypeModel, sql: LiteralObject, defaultLimit: boolean): SdlMember {
  const limit = { name: 'limit', type: 'Int', ...(defaultLimit ? { defaultValue: DEFAULT_LIMIT } : {}) }
  const args = [limit, { name: 'offset', type: 'Int' }, ...rowArguments(target)]
  return { name, args, type: `[${target.name}!]`, directives: [{ name: 'sql', args: { ...sql, ...orderOf(target) } }] }
}

/** The same rows page by page, in the order of their key. */
export function connectionField(name: string, target: TypeModel, sql: LiteralObject): SdlMember {
  const paging = [
    { name: 'first', type: 'Int' },
    { name: 'after', type: 'String' },
    { name: 'last', type: 'Int' },
    { name: 'before', type: 'String' },
  ]
  const args = [...paging, ...rowArguments(target)]
  const directive = { name: 'sql', args: { ...sql, limit: DEFAULT_LIMIT } }
  return { name, args, type: `${target.name}Connection`, directives: [directive] }
}

/** Which rows, in what order; there is no order for a type that has nothing but JSON and ranges, and neither for one of lists. */
export function rowArguments({ name, fields }: TypeModel): SdlArgument[] {
  const single = [...fields.values()].filter(({ type }) => !type.startsWith('['))
  const isOrdered = ({ type, column }: FieldModel) => type !== 'JSON' && (type === 'String' || !holdsRanges(column))
  return [
    ...(single.length > 0 ? [{ name: 'where', type: `${name}Filter` }] : []),
    ...(single.some(isOrdered) ? [{ name: 'orderBy', type: `[${name}Order!]` }] : []),
  ]
}

/** The order of lists: that of the key. */
function orderOf({ identity, fields }: TypeModel): LiteralObject {
  const names = identity.map(column => fields.get(column)?.name ?? '')
  const [only, more] = names
  if (only === undefined) return {}
  return { orderBy: more === undefined ? only : names }
}
