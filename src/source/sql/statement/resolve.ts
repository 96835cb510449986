import { filterExpressions } from '../../../plan/sql/filter-expressions.ts'
import type { SqlBinding } from '../../../plan/sql/sql-binding.ts'
import type { SqlFilter } from '../../../plan/sql/sql-filter.ts'
import type { SqlThrough } from '../../../plan/sql/sql-through.ts'
import type { Expression, TemplateScope } from '../../../plan/template.ts'
import { isConstant, valueExpressions } from '../../../plan/value-expressions.ts'
import type { Column, Table } from '../../catalog.ts'
import type { SourcePlan } from '../../source-plan.ts'
import type { AggregateSyntax } from '../aggregate/aggregate-syntax.ts'
import { tableId } from '../catalog/table-id.ts'
import type { Converters } from '../convert/convert.ts'
import { refuseAbsentHeaders } from '../filter/absent-headers.ts'
import { type Condition, combine, refuseManyConditions } from '../filter/condition.ts'
import { naturalNumber } from '../filter/natural-number.ts'
import { resolveFilter } from '../filter/resolve-filter.ts'
import type { SqlValue } from '../sql-value.ts'
import { keyNames } from './key-names.ts'
import { bindQueryText } from './query-text.ts'
import type { RowLimit } from './row-limit.ts'
import { searchedOrder } from './searched-order.ts'
import { selectOrders } from './select-orders.ts'
import type { SelectPlan, SelectThrough } from './select-plan.ts'

export interface ResolveInput {
  readonly plan: SourcePlan<SqlBinding>
  /** The catalogue's table; none for a query, whose columns nobody knows before it runs. */
  readonly table: Table | undefined
  /** That of the join table. */
  readonly joinTable: Table | undefined
  /** All tables, where `table` is one of them. */
  readonly tables: ReadonlyMap<string, Table> | undefined
  readonly converters: Converters
  readonly aggregates: AggregateSyntax
  /** `batch` holds the keys that take part. */
  readonly scope: TemplateScope
  /** The distinct keys that take part, converted. */
  readonly keys: readonly (readonly SqlValue[])[]
}

/**
 * The binding with its templates evaluated and its values converted; `undefined` where no row can match. A selected
 * column that does not exist is left out: it fails only the fields that read it. Throws SourceError (an absent header, a
 * limit that is no number, a condition on a column that does not exist) and TemplateValueError.
 */
export function resolveSelect(input: ResolveInput): SelectPlan | undefined {
  const { plan, table, scope, keys } = input
  const { binding } = plan
  const { from, source, through, maxFilterRelations } = binding
  refuseAbsentHeaders(expressionsOf(binding), scope, source)
  const conditions = resolveWhere(binding.where, table, input)
  const joinConditions = resolveWhere(through?.where ?? [], input.joinTable, input)
  if (!conditions || !joinConditions) return undefined
  const { search, order } = searchedOrder(input)
  const orderBy = selectOrders(order, { ...input, source, maxFilterRelations })
  const most = naturalNumber('limit', binding.limit, scope, source)
  const asked = most === undefined ? undefined : { rows: most, fixed: isConstant(binding.limit) }
  const offset = naturalNumber('offset', binding.offset, scope, source)
  const amount = amountOf(binding, { asked, offset, isOrdered: orderBy.length > 0, keyCount: keys.length })
  const rows = { conditions, range: [], orderBy, peeks: [], ...amount }
  if (from.kind === 'table') {
    const names = keyNames(binding)
    const selected = [...plan.projection.keys()].filter(name => !table || table.columns.has(name))
    return {
      ...rows,
      from: {
        kind: 'table',
        table: tableId(from.table, table),
        through: through && joinOf(through, input.joinTable, binding.keyColumns, joinConditions),
        search,
      },
      columns: [...new Set([...selected, ...names])],
      keys: names.length > 0 ? { columns: names, values: keyForms(input), indexes: table?.indexes } : undefined,
    }
  }
  const asWritten = conditions.length === 0 && orderBy.length === 0 && asked === undefined && offset === undefined
  const query = {
    ...rows,
    from: bindQueryText(from.text, scope, source, input.converters, binding.execute ? 'array' : 'items'),
    columns: [],
    keys: undefined,
  }
  return asWritten ? { ...query, limit: undefined } : query
}

/** The keys in all forms that their columns may hold them in. */
function keyForms({ plan, table, joinTable, converters, keys }: ResolveInput): readonly (readonly SqlValue[])[] {
  const known = plan.binding.keyColumns.map(name => (joinTable ?? table)?.columns.get(name))
  if (known.every(column => column?.kind !== 'any')) return keys
  const formsOf = (value: SqlValue, column: Column | undefined): readonly SqlValue[] =>
    (column?.kind === 'any' && converters.forms?.(readForm(value), column)?.equal) || [value]
  return keys.flatMap(key =>
    key.reduce<readonly (readonly SqlValue[])[]>(
      (starts, value, at) => starts.flatMap(start => formsOf(value, known[at]).map(form => [...start, form])),
      [[]],
    ),
  )
}

/** A number as text: a key may be written as either. */
function readForm(value: SqlValue): unknown {
  return typeof value === 'number' || typeof value === 'bigint' ? String(value) : value
}

function joinOf(
  { table, on }: SqlThrough,
  joinTable: Table | undefined,
  keyColumns: readonly string[],
  conditions: readonly Condition[],
): SelectThrough {
  return { table: tableId(table, joinTable), on, keyColumns, conditions }
}

/** The conditions that all filters come to; `undefined` where no row can match. */
function resolveWhere(
  where: readonly SqlFilter[],
  table: Table | undefined,
  { plan, tables, converters, aggregates, scope }: ResolveInput,
): readonly Condition[] | undefined {
  const { source, list, maxFilterRelations } = plan.binding
  const bounds = { source, maxFilterRelations, drops: list, unknown: false }
  const filterScope = { ...bounds, scope, table, tables, converters, aggregates }
  const filters = where.map(filter => resolveFilter(filter, filterScope))
  const condition = combine(
    'and',
    filters.filter(filter => filter !== undefined),
  )
  if (typeof condition === 'boolean') return condition ? [] : undefined
  refuseManyConditions(condition, source)
  return condition.kind === 'and' ? condition.conditions : [condition]
}

/** Every `{$…}` of each binding. */
const expressions = new WeakMap<SqlBinding, readonly Expression[]>()

export function expressionsOf(binding: SqlBinding): readonly Expression[] {
  const found = expressions.get(binding) ?? findExpressions(binding)
  expressions.set(binding, found)
  return found
}

function findExpressions({ limit, offset, from, through, search, ...binding }: SqlBinding): readonly Expression[] {
  const where = [...binding.where, ...(through?.where ?? [])]
  const amounts = [limit, offset, search?.text].filter(value => value !== undefined)
  const text = from.kind === 'query' ? from.text.filter(part => typeof part !== 'string') : []
  return [...where.flatMap(filterExpressions), ...amounts.flatMap(valueExpressions), ...text]
}

interface Amount {
  readonly asked: RowLimit | undefined
  readonly offset: number | undefined
  readonly isOrdered: boolean
  readonly keyCount: number
}

/**
 * Most rows to ask for: of a single row one more than right, so that a second one is noticed; of a list one more than
 * the source allows, unless the client asked for fewer. Several keys have their limit each for itself.
 */
function amountOf(
  { list, maxRows, from }: SqlBinding,
  { asked, offset, isOrdered, keyCount }: Amount,
): Pick<SelectPlan, 'limit' | 'offset' | 'perKey'> {
  const fixed = (rows: number): RowLimit => ({ rows, fixed: true })
  const wanted = list ? asked : isOrdered ? fixed(1) : undefined
  if (keyCount > 1 && from.kind === 'table' && (wanted !== undefined || offset !== undefined)) {
    const limit = wanted === undefined ? fixed(maxRows + 1) : undefined
    return { limit, offset: undefined, perKey: { limit: wanted, offset } }
  }
  const most = list || keyCount > 1 ? maxRows + 1 : isOrdered ? 1 : 2
  return { limit: asked && asked.rows < most ? asked : fixed(most), offset, perKey: undefined }
}
