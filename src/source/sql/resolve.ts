import { evaluateExpression } from '../../plan/evaluate.ts'
import { filterExpressions } from '../../plan/sql/filter-expressions.ts'
import type { SqlBinding, SqlOrder } from '../../plan/sql/sql-binding.ts'
import type { TemplateScope } from '../../plan/template.ts'
import { valueExpressions } from '../../plan/value-expressions.ts'
import type { Table } from '../catalog.ts'
import type { SourcePlan } from '../source-plan.ts'
import { type Condition, combine, conditionSize } from './condition.ts'
import type { Converters } from './convert.ts'
import { badUserInput } from './error.ts'
import { MAX_CONDITIONS } from './limits.ts'
import { naturalNumber } from './natural-number.ts'
import { orderOf } from './order.ts'
import { bindQueryText } from './query-text.ts'
import { resolveFilter } from './resolve-filter.ts'
import type { SqlValue } from './sql-value.ts'
import type { SelectOrder } from './statement/keyset.ts'
import type { SelectPlan } from './statement/select-plan.ts'
import { columnOf } from './table-column.ts'

export interface ResolveInput {
  readonly plan: SourcePlan<SqlBinding>
  /** The catalogue's table; none for a query, whose columns nobody knows before it runs. */
  readonly table: Table | undefined
  readonly converters: Converters
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
  const { from, keyColumns, source, ...binding } = plan.binding
  refuseAbsentHeaders(plan.binding, scope)
  const condition = resolveWhere(input)
  if (condition === false) return undefined
  const conditions = condition === true ? [] : condition.kind === 'and' ? condition.conditions : [condition]
  const orderBy = orderOf(plan).map(item => selectOrder(item, table, source))
  const asked = naturalNumber('limit', binding.limit, scope, source)
  const offset = naturalNumber('offset', binding.offset, scope, source)
  const amount = amountOf(plan.binding, { asked, offset, isOrdered: orderBy.length > 0, keyCount: keys.length })
  const rows = { conditions, range: [], orderBy, peeks: [], ...amount }
  if (from.kind === 'table') {
    for (const name of keyColumns) columnOf(table, name, source)
    const selected = [...plan.selection.keys()].filter(name => !table || table.columns.has(name))
    const columns = [...new Set([...selected, ...keyColumns])]
    return { ...rows, from, columns, keys: keyColumns.length > 0 ? { columns: keyColumns, values: keys } : undefined }
  }
  const asWritten = conditions.length === 0 && orderBy.length === 0 && asked === undefined && offset === undefined
  const query = {
    ...rows,
    from: bindQueryText(from.text, scope, source, input.converters),
    columns: [],
    keys: undefined,
  }
  return asWritten ? { ...query, limit: undefined } : query
}

/** With what an order needs to know of the column. Throws SourceError where there is no such column. */
export function selectOrder(item: SqlOrder, table: Table | undefined, source: string): SelectOrder {
  return { ...item, nullable: columnOf(table, item.column, source)?.nullable ?? true }
}

/** All filters of the binding ANDed; `false` where no row can match. */
function resolveWhere({ plan, table, converters, scope }: ResolveInput): Condition | boolean {
  const { where, source, list } = plan.binding
  const filters = where.map(filter => resolveFilter(filter, { scope, table, converters, source, drops: list }))
  const condition = combine(
    'and',
    filters.filter(filter => filter !== undefined),
  )
  if (typeof condition === 'object' && conditionSize(condition) > MAX_CONDITIONS)
    throw badUserInput(`The filter has more than ${MAX_CONDITIONS} conditions.`, source)
  return condition
}

function refuseAbsentHeaders({ where, limit, offset, from, source }: SqlBinding, scope: TemplateScope): void {
  const amounts = [limit, offset].filter(value => value !== undefined)
  const text = from.kind === 'query' ? from.text.filter(part => typeof part !== 'string') : []
  for (const expression of [...where.flatMap(filterExpressions), ...amounts.flatMap(valueExpressions), ...text]) {
    if (expression.from.root === 'headers' && evaluateExpression(expression, scope) === undefined)
      throw badUserInput(`The request header "${expression.from.name}" is missing.`, source)
  }
}

interface Amount {
  readonly asked: number | undefined
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
  const wanted = list ? asked : isOrdered ? 1 : undefined
  if (keyCount > 1 && from.kind === 'table' && (wanted !== undefined || offset !== undefined)) {
    const limit = wanted === undefined ? maxRows + 1 : undefined
    return { limit, offset: undefined, perKey: { limit: wanted, offset } }
  }
  const most = list || keyCount > 1 ? maxRows + 1 : isOrdered ? 1 : 2
  return { limit: asked !== undefined && asked < most ? asked : most, offset, perKey: undefined }
}
