import type { SqlBinding } from '../../../plan/sql/sql-binding.ts'
import type { SqlWrite } from '../../../plan/sql/sql-write.ts'
import { uniqueKeys } from '../../../plan/sql/unique-keys.ts'
import type { CallContext } from '../../call-context.ts'
import type { Table } from '../../catalog.ts'
import type { SourcePlan } from '../../source-plan.ts'
import { startTimeLimit } from '../../time-limit.ts'
import type { Database, SqlDialect, Statement, Transaction } from '../dialect.ts'
import { type Classify, readClasses } from '../match-keys.ts'
import { runReported } from '../run-reported.ts'
import { tableId } from '../table-id.ts'
import { inTransaction, type Step } from './in-transaction.ts'
import { performWrite } from './perform-write.ts'
import { writeError } from './write-error.ts'
import { resolveRows } from './write-row.ts'
import type { WriteSession } from './write-session.ts'
import { WriteStatements } from './write-statement.ts'

export interface WriterOptions {
  readonly source: string
  /** For one statement, in milliseconds. */
  readonly timeout: number
  readonly dialect: SqlDialect
  readonly database: Database
  readonly closing: AbortSignal
}

/** The table that is written, and all that its conditions may lead to. */
type Tables = Pick<WriteSession, 'table' | 'tables'>

function keyWithoutNulls(table: Table, homeKey: readonly string[]): readonly string[] {
  const neverNull = (key: readonly string[]) => key.every(column => table.columns.get(column)?.nullable === false)
  return uniqueKeys(table, homeKey).find(neverNull) ?? []
}

/** Makes what runs a mutation field: in a transaction of its own, which is done again after a deadlock. */
export function createWriter({ source, timeout, dialect, database, closing }: WriterOptions) {
  /** Rejects with a SourceError. */
  return async (plan: SourcePlan<SqlBinding>, write: SqlWrite, { table, tables }: Tables, call: CallContext) => {
    const step: Step = async run => {
      using limit = startTimeLimit(source, timeout, call, closing)
      limit.signal.throwIfAborted()
      return await run(limit.signal)
    }
    const scope = { args: plan.args, key: [], batch: [], headers: call.headers }
    const rows = resolveRows({ rows: write.rows, table, converters: dialect.converters, scope, source })
    const sessionIn = (transaction: Transaction): WriteSession => {
      const run = (statement: Statement) =>
        step(signal => runReported(transaction, statement, signal, plan.binding, 1, call))
      const classify: Classify = async (collation, texts) => {
        const question = dialect.classify?.(collation, texts)
        return question ? readClasses(await run(question), texts) : texts
      }
      const statements = new WriteStatements(dialect, tableId(table.name, table), keyWithoutNulls(table, write.homeKey))
      return { plan, write, table, tables, rows, dialect, scope, statements, run, classify }
    }
    let session: WriteSession | undefined
    try {
      return await inTransaction(database, step, dialect.faultOf, transaction => {
        session = sessionIn(transaction)
        return performWrite(session)
      })
    } catch (error) {
      throw session ? writeError(error, session) : error
    }
  }
}
