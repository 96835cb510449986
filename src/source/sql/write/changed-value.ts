import type { SqlOperator } from '../../../plan/sql/sql-write.ts'
import type { Column } from '../../catalog.ts'
import type { SqlDialect } from '../dialect.ts'
import type { SqlValue } from '../sql-value.ts'
import { type SqlText, sql } from '../statement/sql-text.ts'

const SIGNS: Readonly<Record<Exclude<SqlOperator, 'append'>, string>> = { add: '+', subtract: '-', multiply: '*' }

/** What an operator makes of a column, as the database calculates it: null of null, but for a list. */
export function changedValue(
  { name, kind }: Pick<Column, 'name' | 'kind'>,
  operator: SqlOperator,
  operand: SqlValue,
  { append, integerOperand }: SqlDialect['writes'],
): SqlText {
  const column = sql.id(name)
  // A list that is NULL becomes what is appended. `||` would leave open whether the operand is a list.
  if (operator === 'append' && kind === 'list') return sql`array_cat(${column}, ${sql.val(operand)})`
  if (operator === 'append')
    return append === 'concat' ? sql`concat(${column}, ${sql.val(operand)})` : sql`${column} || ${sql.val(operand)}`
  const isTyped = kind === 'integer' && integerOperand !== undefined
  const value = isTyped ? sql`cast(${sql.val(operand)} as ${sql.raw(integerOperand)})` : sql.val(operand)
  return sql`${column} ${sql.raw(SIGNS[operator])} ${value}`
}

/** The largest double. */
const MOST = sql.raw('1.7976931348623157e308')

/** Whether the column has a value of which the operator makes none of its kind, in SQLite's words. */
export function overflows({ name, kind }: Pick<Column, 'name' | 'kind'>, changed: SqlText): SqlText {
  const column = sql.id(name)
  const fits =
    kind === 'integer'
      ? sql`typeof(${column}) = 'integer' and typeof(${changed}) = 'integer'`
      : sql`typeof(${column}) in ('integer', 'real') and ${changed} between -${MOST} and ${MOST}`
  return sql`(${column} is not null and (${fits}) is not true)`
}
