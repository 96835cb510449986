import { evaluateExpression, evaluateValue } from '../../plan/evaluate.ts'
import type { SqlBinding, SqlCondition, SqlOrder } from '../../plan/sql/sql-binding.ts'
import type { TemplateScope, ValueTemplate } from '../../plan/template.ts'
import type { Column, Table } from '../catalog.ts'
import type { SourcePlan } from '../source-plan.ts'
import { decideCondition, expressionsOf } from './condition.ts'
import { type Converters, convertValue } from './convert.ts'
import { badUserInput, databaseError } from './error.ts'
import { orderOf } from './order.ts'
import { bindQueryText } from './query-text.ts'
import type { SqlValue } from './sql-value.ts'
import type { SelectCondition, SelectPlan } from './statement.ts'

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
  const { from, keyColumns, source, where, ...binding } = plan.binding
  refuseAbsentHeaders(plan.binding, scope)
  const conditions: SelectCondition[] = []
  for (const condition of where) {
    const resolved = resolveCondition(condition, input)
    if (resolved === 'nothing') return undefined
    if (resolved !== 'drop') conditions.push(resolved)
  }
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

/** The table's column; `undefined` without a table. Throws SourceError where the catalogue has no such column. */
export function columnOf(table: Table | undefined, name: string, source: string): Column | undefined {
  if (!table) return undefined
  const column = table.columns.get(name)
  if (column) return column
  throw databaseError('db_error', source, new Error(`table "${table.name}" has no column "${name}"`))
}

function resolveCondition(
  { column, value }: SqlCondition,
  { plan, table, converters, scope }: ResolveInput,
): SelectCondition | 'drop' | 'nothing' {
  const known = columnOf(table, column, plan.binding.source)
  const decision = decideCondition(value, scope, plan.binding.list)
  if (decision.kind === 'drop' || decision.kind === 'nothing') return decision.kind
  if (decision.kind === 'null') return { column, values: [] }
  const given = decision.kind === 'in' ? decision.values : [decision.value]
  const values = given.map(item => convertValue(item, known, converters)).filter(item => item !== undefined)
  return values.length === 0 ? 'nothing' : { column, values }
}

function refuseAbsentHeaders({ where, limit, offset, from, source }: SqlBinding, scope: TemplateScope): void {
  const values = [...where.map(condition => condition.value), ...[limit, offset].filter(value => value !== undefined)]
  const text = from.kind === 'query' ? from.text.filter(part => typeof part !== 'string') : []
  for (const expression of [...values.flatMap(expressionsOf), ...text]) {
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
