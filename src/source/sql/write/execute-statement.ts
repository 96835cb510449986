import type { SqlBinding, SqlExecute } from '../../../plan/sql/sql-binding.ts'
import type { TemplateScope } from '../../../plan/template.ts'
import type { EmptyCounter } from '../../empty-slot.ts'
import type { Slot } from '../../source.ts'
import type { SourcePlan } from '../../source-plan.ts'
import type { ResultSet, SqlDialect, Statement } from '../dialect.ts'
import { meetOneKey } from '../key/match-keys.ts'
import { refuseTooManyRows, rowsToSlots } from '../row/rows.ts'
import { buildSelect } from '../statement/build-select.ts'
import { resolveSelect } from '../statement/resolve.ts'
import { sql, statementOf } from '../statement/sql-text.ts'

/** A field that runs its author's statement, with its values. */
export interface ExecutedField {
  readonly plan: SourcePlan<SqlBinding>
  readonly execute: SqlExecute
  readonly statement: Statement
}

type Run = (statement: Statement) => Promise<ResultSet>

/** The statement with its values bound. Throws SourceError (`BAD_USER_INPUT`) and TemplateValueError. */
export function bindStatement(plan: SourcePlan<SqlBinding>, dialect: SqlDialect, scope: TemplateScope): Statement {
  const { converters, aggregates } = dialect
  const unknown = { table: undefined, joinTable: undefined, tables: undefined }
  const select = resolveSelect({ plan, ...unknown, converters, aggregates, scope, keys: [] })
  // Without a where, something is always asked for.
  return buildSelect(select as NonNullable<typeof select>, dialect)
}

/** Runs the statement: its rows are read as those of a query of one's own. Throws SourceError. */
export async function executeStatement(
  { plan, execute, statement }: ExecutedField,
  dialect: SqlDialect,
  run: Run,
  counter: EmptyCounter,
): Promise<Slot> {
  const { answer, variables } = execute
  const result = variables.length > 0 ? await runForVariables(statement, variables, dialect, run) : await run(statement)
  const { columns, rows, affected } = result
  if (columns.length === 0 && answer !== 'rows') return answer === 'changed' ? true : (affected ?? null)
  refuseTooManyRows(rows, plan.binding)
  const input = { plan, table: undefined, converters: dialect.converters, columns }
  const [slot] = await rowsToSlots(meetOneKey([[]], rows.length), rows, input, { keys: [[]], counter })
  return slot
}

/** A session keeps its variables: what another request has left in them is nobody's to read. */
async function runForVariables(
  statement: Statement,
  variables: readonly string[],
  dialect: SqlDialect,
  run: Run,
): Promise<ResultSet> {
  const named = (separator: string, of: (name: string) => string) => sql.raw(variables.map(of).join(separator))
  await run(statementOf(sql`set ${named(', ', name => `@${name} = null`)}`, dialect))
  await run(statement)
  return await run(statementOf(sql`select ${named(', ', name => `@${name} as \`${name}\``)}`, dialect))
}
