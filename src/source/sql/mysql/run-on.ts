import type { Duplex } from 'node:stream'
import type { FieldPacket, PoolConnection, QueryError, QueryOptions } from 'mysql2'
import type { ResultSet } from '../dialect.ts'
import { isLost } from '../pooled-transaction.ts'
import { mysqlError } from './error.ts'
import { readMysqlResult } from './result.ts'

/**
 * Runs a statement on a connection, prepared unless it is a `control` statement, which can't be. Rejects with a
 * SourceError or the signal's reason. A late statement costs its connection: what is still to come on it belongs to
 * nobody; so does one that is lost. Any other goes on.
 */
export function runOn(
  connection: PoolConnection,
  options: QueryOptions & { readonly control?: boolean },
  source: string,
  signal: AbortSignal,
): Promise<ResultSet> {
  return new Promise((resolve, reject) => {
    // Given up between getting the connection and using it.
    if (signal.aborted) {
      close(connection)
      reject(signal.reason)
      return
    }
    const abort = () => {
      close(connection)
      reject(signal.reason)
    }
    signal.addEventListener('abort', abort, { once: true })
    const end = (error: QueryError | null, rows?: unknown, fields?: FieldPacket[]) => {
      if (signal.aborted) return
      signal.removeEventListener('abort', abort)
      if (!error) {
        resolve(readMysqlResult(rows, fields))
        return
      }
      const failure = mysqlError(error, source, false)
      if (isLost(failure)) close(connection)
      reject(failure)
    }
    if (options.control) connection.query(options, end)
    else connection.execute(options, end)
  })
}

/** Ends the socket as well: mysql2's `destroy` alone keeps it half open until the server has finished the statement. */
export function close(connection: PoolConnection): void {
  connection.destroy()
  const { stream } = connection as unknown as { stream: Duplex }
  stream.destroy()
}
