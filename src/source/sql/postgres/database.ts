import type { Database } from '../dialect.ts'
import { databaseError } from '../error.ts'
import { createPool } from '../pool.ts'
import { beginOn, type HeldConnection, isLost } from '../pooled-transaction.ts'
import type { SqlSourceOptions } from '../sql-source-options.ts'
import { connectPostgres, type FoundNames, type PostgresConnection } from './connection.ts'
import { postgresError } from './error.ts'
import { runOn } from './run-on.ts'
import { readPostgresURL } from './url.ts'

/** Most statements that wait for a connection; beyond them the database is saturated. */
const MAX_WAITING = 1_000

/** In milliseconds. */
const IDLE_TIMEOUT = 60_000

/** A pool of sessions on which only prepared statements run. */
export function openPostgres({ name, url, connectTimeout = 2_000, poolSize = 10 }: SqlSourceOptions): Database {
  const config = { ...readPostgresURL(url), connectionTimeoutMillis: connectTimeout, keepAlive: true }
  const found: FoundNames = { types: new Map(), columns: new Map() }
  const proven = new WeakSet<PostgresConnection>()
  const pool = createPool<PostgresConnection>({
    size: poolSize,
    idleTimeout: IDLE_TIMEOUT,
    maxWaiting: MAX_WAITING,
    refuse: () => databaseError('db_saturated', name, new Error('too many statements wait')),
    open: () =>
      connectPostgres(config, found, lost => pool.discard(lost)).catch(error => {
        throw postgresError(error, name)
      }),
    end: connection => connection.end(),
    destroy: connection => connection.destroy(),
  })

  /** Uses a connection; the server may have closed one of the pool long ago: each such loss leaves one fewer, so this ends. */
  const withConnection = async <T>(
    signal: AbortSignal,
    use: (connection: PostgresConnection) => Promise<T>,
  ): Promise<T> => {
    for (;;) {
      const connection = await pool.acquire(signal)
      const reused = proven.has(connection)
      try {
        const result = await use(connection)
        proven.add(connection)
        return result
      } catch (error) {
        if (!reused || signal.aborted || !isLost(error)) throw error
      }
    }
  }

  const hold = (connection: PostgresConnection): HeldConnection => ({
    execute: (statement, signal) => runOn(pool, connection, statement, name, signal),
    control: (sql, signal) => runOn(pool, connection, { sql, parameters: [] }, name, signal),
    release: () => pool.release(connection),
    discard: () => pool.discard(connection),
  })

  return {
    execute: (statement, signal) =>
      withConnection(signal, async connection => {
        try {
          return await runOn(pool, connection, statement, name, signal)
        } finally {
          pool.release(connection)
        }
      }),
    begin: signal => withConnection(signal, connection => beginOn(hold(connection), signal)),
    [Symbol.asyncDispose]: () => pool[Symbol.asyncDispose](),
  }
}
