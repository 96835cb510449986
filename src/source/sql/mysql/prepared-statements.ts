import { LRUCache } from 'lru-cache'
import type { Connection, FieldPacket, PrepareStatementInfo, QueryError } from 'mysql2'
import { keepTemporalBytes } from './temporal.ts'

/** Most prepared statements of one session: the server allows 16,382 over all connections unless told otherwise. */
export const MAX_PREPARED = 200

/** Told what a statement came to, once. */
export type End = (error: QueryError | null, rows?: unknown, fields?: FieldPacket[]) => void

/**
 * The prepared statements of a session by their texts. mysql2's `execute` keeps them too, but finds each by a text that it
 * puts together of all options, and makes a command for it every time.
 */
export class PreparedStatements {
  readonly #connection: Connection
  readonly #byText: LRUCache<string, PrepareStatementInfo>

  constructor(connection: Connection) {
    this.#connection = connection
    // The server closes it.
    const dispose = (_: PrepareStatementInfo, sql: string) => connection.unprepare(sql)
    this.#byText = new LRUCache({ max: MAX_PREPARED, dispose })
  }

  /** Runs it, prepared before where it has not been yet. */
  execute(sql: string, values: readonly unknown[], end: End): void {
    const known = this.#byText.get(sql)
    if (known) {
      known.execute(values, end).on('fields', keepTemporalBytes)
      return
    }
    this.#connection.prepare(sql, (error, statement) => {
      if (error) {
        end(error)
        return
      }
      this.#byText.set(sql, statement)
      statement.execute(values, end).on('fields', keepTemporalBytes)
    })
  }

  /** It is prepared anew when it is used again. */
  forget(sql: string): void {
    this.#byText.delete(sql)
  }
}
