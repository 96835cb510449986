import mysql, { type Pool, type PoolConnection } from 'mysql2'
import type { Database } from '../dialect.ts'
import { databaseError } from '../error.ts'
import { beginOn, type HeldConnection, isLost } from '../pooled-transaction.ts'
import type { SqlSourceOptions } from '../sql-source-options.ts'
import { mysqlError } from './error.ts'
import { toMysqlParameter } from './parameter.ts'
import { close, runOn } from './run-on.ts'

/** Most statements that wait for a connection; beyond them the database is saturated. */
const MAX_WAITING = 1_000

/** How long the server may take to say goodbye, in milliseconds. */
const CLOSE_PATIENCE = 1_000

/** A pool of mysql2 connections on which only prepared statements run. */
export function openMysql({ name, url, connectTimeout = 2_000, poolSize = 10 }: SqlSourceOptions): Database {
  const pool = mysql.createPool({
    uri: url,
    connectionLimit: poolSize,
    connectTimeout,
    charset: 'utf8mb4',
    supportBigNumbers: true,
    dateStrings: true,
    jsonStrings: true,
    // The server allows 16,382 over all connections unless told otherwise.
    maxPreparedStatements: 200,
  })
  const open = new Set<PoolConnection>()
  pool.on('connection', connection => {
    open.add(connection)
    connection.once('end', () => open.delete(connection))
    // A connection that breaks while idle has left the pool; without a listener Node would end the process.
    connection.on('error', () => open.delete(connection))
    // What the server converts by a session's zone, TIMESTAMP and the clock, is in UTC, wherever server and gateway are.
    connection.query("SET time_zone = '+00:00'", () => {})
    // What is written by mistake, or by somebody else's hand, is refused by the server.
    connection.query('SET SESSION TRANSACTION READ ONLY', () => {})
  })
  const proven = new WeakSet<PoolConnection>()
  let waiting = 0

  const acquire = async (signal: AbortSignal): Promise<PoolConnection> => {
    if (waiting >= MAX_WAITING) throw databaseError('db_saturated', name, new Error('too many statements wait'))
    waiting++
    try {
      return await acquireConnection(pool, name, signal)
    } finally {
      waiting--
    }
  }

  return {
    async execute({ sql, parameters }, signal) {
      const options = { sql, values: parameters.map(toMysqlParameter), rowsAsArray: true }
      for (;;) {
        const connection = await acquire(signal)
        const reused = proven.has(connection)
        try {
          const result = await runOn(connection, options, name, signal)
          proven.add(connection)
          connection.release()
          return result
        } catch (error) {
          if (!signal.aborted && !isLost(error)) connection.release()
          // The server may have closed a pooled connection long ago; each such loss leaves one fewer, so this ends.
          if (!reused || signal.aborted || !isLost(error)) throw error
        }
      }
    },
    async begin(signal) {
      for (;;) {
        const connection = await acquire(signal)
        const reused = proven.has(connection)
        try {
          const transaction = await beginOn(hold(connection, name), signal)
          proven.add(connection)
          return transaction
        } catch (error) {
          if (!reused || signal.aborted || !isLost(error)) throw error
        }
      }
    },
    // A connection that is still in its handshake fails then: closing is what is wanted of it. A server that does not
    // answer is not waited for.
    [Symbol.asyncDispose]: () =>
      new Promise<void>(resolve => {
        const timer = setTimeout(() => {
          for (const connection of open) close(connection)
          resolve()
        }, CLOSE_PATIENCE)
        pool.end(() => {
          clearTimeout(timer)
          resolve()
        })
      }),
  }
}

function acquireConnection(pool: Pool, source: string, signal: AbortSignal): Promise<PoolConnection> {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted()
    const abort = () => reject(signal.reason)
    signal.addEventListener('abort', abort, { once: true })
    pool.getConnection((error, connection) => {
      signal.removeEventListener('abort', abort)
      if (error) reject(mysqlError(error, source, true))
      else if (signal.aborted) connection.release()
      else resolve(connection)
    })
  })
}

/** BEGIN and its like can't be prepared. */
function hold(connection: PoolConnection, source: string): HeldConnection {
  return {
    execute: ({ sql, parameters }, signal) =>
      runOn(connection, { sql, values: parameters.map(toMysqlParameter), rowsAsArray: true }, source, signal),
    control: (sql, signal) => runOn(connection, { sql, control: true }, source, signal),
    release: () => connection.release(),
    discard: () => close(connection),
  }
}
