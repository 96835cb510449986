import { evaluateValue } from '../../../plan/evaluate.ts'
import { nothingElse, printPath, readPath } from '../../../plan/path.ts'
import type { SqlAssignment, SqlRows } from '../../../plan/sql/sql-write.ts'
import type { TemplateScope } from '../../../plan/template.ts'
import { valueExpressions } from '../../../plan/value-expressions.ts'
import type { Column, Table } from '../../catalog.ts'
import { columnOf } from '../catalog/table-column.ts'
import { type Converters, convertValue, storedValue } from '../convert/convert.ts'
import { badUserInput } from '../error.ts'
import { refuseAbsentHeaders } from '../filter/absent-headers.ts'
import { MAX_LIST_ITEMS } from '../limits.ts'
import type { SqlScalar, SqlValue } from '../sql-value.ts'

/** What one row is given: a value for each column that has one; the operand where an operator changes the column. */
export type WriteRow = ReadonlyMap<string, SqlValue>

export interface RowInput {
  readonly rows: SqlRows
  readonly table: Table
  readonly converters: Converters
  readonly scope: TemplateScope
  readonly source: string
}

/**
 * The rows with their values as the columns hold them, in the order of the argument. Throws SourceError
 * (`BAD_USER_INPUT`) for a value that its column can't hold, a null where there must be none, and an absent header.
 */
export function resolveRows({ rows, ...input }: RowInput): readonly WriteRow[] {
  if (!rows.input) return rows.templates.map(template => resolveRow(template, input, ''))
  const [template = []] = rows.templates
  const given = readPath(input.scope.args, rows.input, nothingElse)
  const name = printPath(rows.input)
  const rowOf = (item: unknown, prefix: string) =>
    resolveRow(template, { ...input, scope: { ...input.scope, args: (item ?? {}) as TemplateScope['args'] } }, prefix)
  if (!rows.many) return [rowOf(given, name)]
  return (Array.isArray(given) ? given : []).map((item: unknown, index) => {
    if (item === null) throw badUserInput(`"${name}[${index}]" must not be null.`, input.source)
    return rowOf(item, `${name}[${index}]`)
  })
}

/** One row, read as the `$args` of the scope; `prefix` is what it is called. Throws as resolveRows does. */
export function resolveRow(
  template: readonly SqlAssignment[],
  { table, converters, scope, source }: Omit<RowInput, 'rows'>,
  prefix: string,
): WriteRow {
  const row = new Map<string, SqlValue>()
  for (const assignment of template) {
    refuseAbsentHeaders(valueExpressions(assignment.value), scope, source)
    const value = evaluateValue(assignment.value, scope)
    if (value === undefined) continue
    const column = columnOf(table, assignment.column, source) as Column
    const said = () => whatIsWrong(assignment, prefix)
    if (value === null && (!column.nullable || assignment.operator))
      throw badUserInput(`${said()} must not be null.`, source)
    const wrong = column.kind === 'list' && value !== null ? wrongList(assignment, value, column) : undefined
    if (wrong !== undefined) throw badUserInput(`${said()} ${wrong}.`, source)
    const converted = value === null ? null : writtenValue(assignment, value, column, converters)
    if (converted === undefined) throw badUserInput(`${said()} has a value that can't be stored.`, source)
    row.set(column.name, converted)
  }
  return row
}

/** What the column is set to, or changed by: an operand is whole, and maybe beyond what the column itself could hold. */
function writtenValue(
  { operator }: SqlAssignment,
  value: unknown,
  column: Column,
  converters: Converters,
): SqlScalar | undefined {
  if (column.kind === 'list') return storedValue(operator ? [value].flat() : value, column, converters)
  if (!operator) return storedValue(value, column, converters)
  const { range, ...open } = column
  return convertValue(value, open, converters)
}

/** Why a value can't be stored in a column of lists, as far as the list itself tells. */
function wrongList({ operator }: SqlAssignment, value: unknown, { items }: Column): string | undefined {
  const list = operator ? [value].flat() : value
  if (!Array.isArray(list)) return 'must be a list'
  if (list.length > MAX_LIST_ITEMS) return `has more than ${MAX_LIST_ITEMS} items`
  const isNested = items?.kind !== 'json' && list.some(Array.isArray)
  return isNested ? 'is a list of lists, and only a list of single values can be stored' : undefined
}

function whatIsWrong({ value }: SqlAssignment, prefix: string): string {
  const [origin] = valueExpressions(value)
  if (origin?.from.root === 'args') return `"${prefix === '' ? '' : `${prefix}.`}${printPath(origin.from.path)}"`
  if (origin?.from.root === 'jwt') return `The claim "${origin.from.claim}"`
  return origin?.from.root === 'headers' ? `The request header "${origin.from.name}"` : 'The value of a column'
}
