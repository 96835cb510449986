import type { PoolConnection } from 'mysql2'
import type { Transaction } from '../dialect.ts'
import { toMysqlParameter } from './parameter.ts'
import { close, isLost, runOn } from './run-on.ts'

const BEGIN = { sql: 'START TRANSACTION READ WRITE', control: true }
const COMMIT = { sql: 'COMMIT', control: true }
const ROLLBACK = { sql: 'ROLLBACK', control: true }

/** How long the server may take to undo a transaction before its connection is given up, in milliseconds. */
const ROLLBACK_PATIENCE = 1_000

/** Begins a transaction on a connection of the pool, whose session only reads otherwise. */
export async function beginMysql(
  connection: PoolConnection,
  source: string,
  signal: AbortSignal,
): Promise<Transaction> {
  let state: 'open' | 'ended' | 'gone' = 'open'
  const run = async (options: Parameters<typeof runOn>[1], signal: AbortSignal) => {
    try {
      return await runOn(connection, options, source, signal)
    } catch (error) {
      if (signal.aborted || isLost(error)) state = 'gone'
      throw error
    }
  }
  const giveBack = async () => {
    if (state === 'open') await run(ROLLBACK, AbortSignal.timeout(ROLLBACK_PATIENCE)).catch(() => close(connection))
    if (state !== 'gone') connection.release()
  }
  try {
    await run(BEGIN, signal)
  } catch (error) {
    await giveBack()
    throw error
  }
  return {
    execute: ({ sql, parameters }, signal) =>
      run({ sql, values: parameters.map(toMysqlParameter), rowsAsArray: true }, signal),
    async commit(signal) {
      await run(COMMIT, signal)
      state = 'ended'
    },
    [Symbol.asyncDispose]: giveBack,
  }
}
