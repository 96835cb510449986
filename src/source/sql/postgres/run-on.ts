import type { ResultSet, Statement } from '../dialect.ts'
import type { ConnectionPool } from '../pool.ts'
import { isLost } from '../pooled-transaction.ts'
import type { PostgresConnection } from './connection.ts'
import { postgresError } from './error.ts'

/**
 * Runs a statement on a connection of the pool. Rejects with a SourceError or the signal's reason. A late statement costs
 * its connection: what is still to come on it belongs to nobody; so does one that is lost. Any other goes on.
 */
export function runOn(
  pool: ConnectionPool<PostgresConnection>,
  connection: PostgresConnection,
  statement: Statement,
  source: string,
  signal: AbortSignal,
): Promise<ResultSet> {
  return new Promise((resolve, reject) => {
    const abort = () => {
      pool.discard(connection)
      reject(signal.reason)
    }
    if (signal.aborted) {
      abort()
      return
    }
    signal.addEventListener('abort', abort, { once: true })
    const settle = (end: () => void) => {
      if (signal.aborted) return
      signal.removeEventListener('abort', abort)
      end()
    }
    connection.execute(statement).then(
      result => settle(() => resolve(result)),
      error =>
        settle(() => {
          const failure = postgresError(error, source)
          if (isLost(failure)) pool.discard(connection)
          reject(failure)
        }),
    )
  })
}
