import type { Statement, Transaction } from '../dialect.ts'
import type { ConnectionPool } from '../pool.ts'
import type { PostgresConnection } from './connection.ts'
import { isLost, runOn } from './run-on.ts'

const BEGIN: Statement = { sql: 'start transaction read write', parameters: [] }
const COMMIT: Statement = { sql: 'commit', parameters: [] }
const ROLLBACK: Statement = { sql: 'rollback', parameters: [] }

/** How long the server may take to undo a transaction before its connection is given up, in milliseconds. */
const ROLLBACK_PATIENCE = 1_000

/** Begins a transaction on a connection of the pool, whose session only reads otherwise. */
export async function beginPostgres(
  pool: ConnectionPool<PostgresConnection>,
  connection: PostgresConnection,
  source: string,
  signal: AbortSignal,
): Promise<Transaction> {
  let state: 'open' | 'ended' | 'gone' = 'open'
  const run = async (statement: Statement, signal: AbortSignal) => {
    try {
      return await runOn(pool, connection, statement, source, signal)
    } catch (error) {
      if (signal.aborted || isLost(error)) state = 'gone'
      throw error
    }
  }
  const giveBack = async () => {
    if (state === 'open')
      await run(ROLLBACK, AbortSignal.timeout(ROLLBACK_PATIENCE)).catch(() => pool.discard(connection))
    if (state !== 'gone') pool.release(connection)
  }
  try {
    await run(BEGIN, signal)
  } catch (error) {
    await giveBack()
    throw error
  }
  return {
    execute: run,
    async commit(signal) {
      await run(COMMIT, signal)
      state = 'ended'
    },
    [Symbol.asyncDispose]: giveBack,
  }
}
