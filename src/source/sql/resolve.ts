import { evaluateExpression, evaluateValue } from '../../plan/evaluate.ts'
import { filterExpressions } from '../../plan/sql/filter-expressions.ts'
import type { SqlBinding, SqlOrder } from '../../plan/sql/sql-binding.ts'
import type { TemplateScope, ValueTemplate } from '../../plan/template.ts'
import { valueExpressions } from '../../plan/value-expressions.ts'
import type { Table } from '../catalog.ts'
import type { SourcePlan } from '../source-plan.ts'
import { type Condition, combine, conditionSize } from './condition.ts'
import type { Converters } from './convert.ts'
import { badUserInput } from './error.ts'
import { MAX_CONDITIONS } from './limits.ts'
import { orderOf } from './order.ts'
import { bindQueryText } from './query-text.ts'
import { resolveFilter } from './resolve-filter.ts'
import type { SqlValue } from './sql-value.ts'
import type { SelectPlan } from './statement.ts'
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
  const orderBy = orderOf(plan)
  for (const { column } of orderBy) columnOf(table, column, source)
  const asked = naturalNumber('limit', binding.limit, scope, source)
  const offset = naturalNumber('offset', binding.offset, scope, source)
  if (from.kind === 'table') {
    for (const name of keyColumns) columnOf(table, name, source)
    const selected = [...plan.selection.keys()].filter(name => !table || table.columns.has(name))
    const columns = [...new Set([...selected, ...keyColumns])]
    const wanted = keyColumns.length > 0 ? { columns: keyColumns, values: keys } : undefined
    return { from, columns, conditions, keys: wanted, orderBy, limit: rowLimit(plan.binding, asked, orderBy), offset }
  }
  const asWritten = conditions.length === 0 && orderBy.length === 0 && asked === undefined && offset === undefined
  const limit = asWritten ? undefined : rowLimit(plan.binding, asked, orderBy)
  return {
    from: bindQueryText(from.text, scope, source),
    columns: [],
    conditions,
    keys: undefined,
    orderBy,
    limit,
    offset,
  }
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

/**
 * Most rows to ask for: of a single row one more than right, so that a second one is noticed; of a list one more than
 * the source allows, unless the client asked for fewer.
 */
function rowLimit(
  { keyColumns, list, maxRows }: SqlBinding,
  asked: number | undefined,
  orderBy: readonly SqlOrder[],
): number {
  if (!list && keyColumns.length === 0) return Math.min(asked ?? 2, orderBy.length > 0 ? 1 : 2)
  return asked !== undefined && asked <= maxRows ? asked : maxRows + 1
}

function naturalNumber(
  name: 'limit' | 'offset',
  template: ValueTemplate | undefined,
  scope: TemplateScope,
  source: string,
): number | undefined {
  const given = template && evaluateValue(template, scope)
  if (given === undefined || given === null) return undefined
  const number = typeof given === 'string' && /^\d{1,15}$/.test(given) ? Number(given) : given
  if (typeof number === 'number' && Number.isSafeInteger(number) && number >= 0) return number
  throw badUserInput(`"${name}" must be a whole number, 0 or more.`, source)
}
