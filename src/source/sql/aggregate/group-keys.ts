import { isObject } from '../../../plan/is-object.ts'
import type { GroupKeys } from '../../../plan/sql/sql-groups.ts'
import type { Column } from '../../catalog.ts'
import { columnOf } from '../catalog/table-column.ts'
import type { TableId } from '../catalog/table-id.ts'
import { badUserInput } from '../error.ts'
import { type FilterScope, relatedScope } from '../filter/resolve-filter.ts'
import { MAX_GROUP_KEYS } from '../limits.ts'
import type { SqlValue } from '../sql-value.ts'
import { collated } from '../statement/collated.ts'
import type { Syntax } from '../statement/select-plan.ts'
import { type SqlText, sql } from '../statement/sql-text.ts'
import { relatedRows } from '../statement/where.ts'
import { type AggregateSyntax, COLUMN, type ColumnText, MINUTES, type Period, type Zone } from './aggregate-syntax.ts'

/** What rows are grouped by. */
export interface GroupedKey {
  /** The names that lead to it among the keys of a row: `['customer', 'country']`. */
  readonly path: readonly string[]
  readonly text: SqlText
  /** The column whose values it has; undefined where it is a day. */
  readonly column: Column | undefined
}

/** What keys are resolved with, and the rows that they are of. */
interface KeyScope {
  readonly filters: FilterScope
  readonly syntax: Syntax
  readonly zone: Zone | undefined
  /** How the statement calls the rows, and those around them. */
  readonly rows: TableId
  readonly around: readonly TableId[]
  readonly path: readonly string[]
}

type Outermost = Pick<KeyScope, 'filters' | 'syntax' | 'zone' | 'rows'>

/** The keys that a client's `groupBy` names, in its order. Throws SourceError for too many, or one that stands there twice. */
export function groupKeys(given: unknown, known: GroupKeys, outermost: Outermost): readonly GroupedKey[] {
  const { source } = outermost.filters
  const items: readonly unknown[] = Array.isArray(given) ? given : []
  if (items.length > MAX_GROUP_KEYS) throw badUserInput(`"groupBy" must have at most ${MAX_GROUP_KEYS} items.`, source)
  const keys = items.map(item => resolveKey(item, known, { ...outermost, around: [], path: [] }))
  const names = keys.map(({ path }) => path.join('.'))
  const twice = names.find((name, at) => names.indexOf(name) < at)
  if (twice !== undefined) throw badUserInput(`"groupBy" has "${twice}" twice.`, source)
  return keys
}

/** An input object with one field. */
function resolveKey(item: unknown, known: GroupKeys, scope: KeyScope): GroupedKey {
  const { filters, rows, around } = scope
  const [name = '', value] = (isObject(item) ? Object.entries(item) : [])[0] ?? []
  const key = known.get(name)
  const path = [...scope.path, name]
  if (!key || value === null) throw badUserInput('An item of "groupBy" must name one field.', filters.source)
  if (key.kind === 'column') {
    const column = columnOf(filters.table, key.column, filters.source)
    const text = around.length > 0 ? sql.id(...rows, key.column) : sql.id(key.column)
    if (value === 'VALUE') return { path, text, column }
    const zone = column?.kind === 'date' ? undefined : scope.zone
    const day = scope.syntax.aggregates.firstDay(value as Period, zone)
    return { path, text: columnText(day, text, zone), column: undefined }
  }
  if (around.length >= filters.maxFilterRelations)
    throw badUserInput(`"groupBy" goes through more than ${filters.maxFilterRelations} tables.`, filters.source)
  const { relation, keys } = key
  const { table, on, condition, inside } = relatedScope(relation, filters)
  const found = relatedRows({ table, on, condition: condition || undefined }, { syntax: scope.syntax, rows, around })
  const own = { rows: found.inside.rows, around: found.inside.around }
  const related = resolveKey(value, keys, { ...scope, ...own, filters: inside, path })
  if (condition === false) return { ...related, text: sql.raw('null') }
  // Of several rows any one, as in an order: the field itself says that they are too many.
  const text = sql`(select ${related.text} from ${found.from} where ${found.tests} limit 1)`
  return { ...related, text: collated(text, related.column, scope.syntax) }
}

/** The text with the column and the zone in their places. */
function columnText(parts: ColumnText, column: SqlText, zone: Zone | undefined): SqlText {
  const texts = parts.map(part =>
    typeof part === 'string' ? sql.raw(part) : part === COLUMN ? column : sql.val(zoneValue(part, zone)),
  )
  return sql.join(texts, sql.raw(''))
}

function zoneValue(part: symbol, zone: Zone | undefined): SqlValue {
  if (part === MINUTES) return zone?.kind === 'offset' ? BigInt(zone.minutes) : null
  return zone?.text ?? null
}

/** What is null where the database does not know the zone; undefined where it need not be asked. */
export function zoneTest({ zoneTest: test }: AggregateSyntax, zone: Zone | undefined): SqlText | undefined {
  return test && zone?.kind === 'name' ? columnText(test, sql.raw('null'), zone) : undefined
}
