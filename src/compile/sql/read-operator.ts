import { isObject } from '../../plan/is-object.ts'
import { isSqlOperator, SQL_OPERATORS, type SqlOperator } from '../../plan/sql/sql-write.ts'
import type { Report } from '../problem-list.ts'

/** What can be done with the value of a row that is there; an upsert takes what a new row can begin with. */
const TAKEN: Readonly<Record<string, readonly SqlOperator[]>> = {
  insert: [],
  update: SQL_OPERATORS,
  upsert: ['add', 'append'],
}

/**
 * Reads `{ add: "{$args.n}" }` behind the name of a column: an object of nothing but operators. Any other value is what the
 * column is set to. Reports an operator that can't stand there.
 */
export function readOperator(
  value: unknown,
  name: string,
  argument: string,
  report: Report,
): { readonly operator: SqlOperator; readonly operand: unknown } | undefined {
  const names = isObject(value) ? Object.keys(value) : []
  if (!isObject(value) || !names.every(isSqlOperator)) return undefined
  const [operator, another] = names.filter(isSqlOperator)
  if (operator === undefined) return undefined
  const at = `${argument}.${operator}`
  const [kind = ''] = argument.split('.')
  if (another !== undefined)
    report(`${argument}.${another}`, `${another} beside ${operator}: a column is changed once.`, 'Keep one of them.')
  if (kind === 'insert')
    report(at, `${operator} changes the value of a row that is there.`, `Write ${name}: "{$args.${name}}".`)
  else if (!TAKEN[kind]?.includes(operator))
    report(
      at,
      `${operator} changes the value of a row that is there, and an upsert may make a new one.`,
      'Write update.',
    )
  const operand = value[operator]
  if (operand === null) report(at, `null is nothing to ${operator}.`, `Write ${name}: null to empty the column.`)
  return { operator, operand }
}
