import { isObject } from '../../../plan/is-object.ts'
import { ORDER_WAYS } from '../../../plan/sql/sql-order.ts'
import { badUserInput } from '../error.ts'
import { refuseManyTerms } from '../statement/resolve-order.ts'
import type { Syntax } from '../statement/select-plan.ts'
import { type SqlText, sql } from '../statement/sql-text.ts'
import type { GroupedKey } from './group-keys.ts'

interface OrderScope {
  readonly source: string
  /** Where the keys begin in a row. */
  readonly first: number
  readonly syntax: Pick<Syntax, 'nullsAreLargest'>
}

/** What groups are ordered by: what the client says, then all keys. Throws SourceError for a key that groups do not have. */
export function groupOrder(
  given: unknown,
  by: readonly GroupedKey[],
  terms: ReadonlyMap<string, SqlText>,
  { source, first, syntax }: OrderScope,
): readonly SqlText[] {
  const item = (text: SqlText, direction: string) => {
    const nulls = syntax.nullsAreLargest ? (direction === 'DESC' ? ' nulls last' : ' nulls first') : ''
    return sql`${text} ${sql.raw(direction.toLowerCase() + nulls)}`
  }
  const names = by.map(({ path }) => path.join('.'))
  // The place in the list says which of its expressions is meant.
  const place = (at: number) => sql.raw(String(first + at + 1))
  const items: readonly unknown[] = Array.isArray(given) ? given : [given]
  refuseManyTerms(items, source)
  const said = items.flatMap(each => {
    const found = leafOf(each)
    if (!found) return []
    if (ORDER_WAYS.get(found.direction)?.nullsLargest)
      throw badUserInput('Of groups, null comes before every value: "orderBy" takes ASC and DESC.', source)
    const [start, ...rest] = found.path
    if (start !== 'keys') {
      const text = terms.get(found.path.join('.'))
      return text ? [{ text: item(text, found.direction), at: -1 }] : []
    }
    const at = names.indexOf(rest.join('.'))
    if (at < 0) throw badUserInput(`"orderBy" names the key "${rest.join('.')}", which "groupBy" does not.`, source)
    return [{ text: item(place(at), found.direction), at }]
  })
  return [
    ...said.map(({ text }) => text),
    ...by.flatMap((_, at) => (said.some(each => each.at === at) ? [] : [item(place(at), 'ASC')])),
  ]
}

/** The names that lead to a direction, one field in each object. */
function leafOf(
  value: unknown,
  path: readonly string[] = [],
): { path: readonly string[]; direction: string } | undefined {
  if (typeof value === 'string' && ORDER_WAYS.has(value)) return { path, direction: value }
  const [entry] = isObject(value) ? Object.entries(value) : []
  return entry && leafOf(entry[1], [...path, entry[0]])
}
