import type { CancelSignal } from '../../cancel.ts'
import type { SourceError } from '../../source-error.ts'
import type { ResultSet, Statement } from '../dialect.ts'

/** One connection to a database server. It runs one statement at a time. */
export interface Session {
  /**
   * Runs a statement by itself; the server refuses one that writes. Rejects with the driver's error, or with AnswerTooLarge:
   * the session is broken then.
   */
  read(statement: Statement): Promise<ResultSet>
  /** Begins a transaction that may write. Rejects as `read` does. */
  begin(): Promise<unknown>
  /** Runs a statement in the transaction that has begun. Rejects as `read` does. */
  execute(statement: Statement): Promise<ResultSet>
  /** Runs COMMIT and its like, which take no values and can't be prepared everywhere. Rejects as `read` does. */
  control(sql: string): Promise<unknown>
  /** Absent where a statement on it can't be named to the server for sure, as behind a proxy that shares sessions. */
  readonly backend?: Backend | undefined
  /**
   * Asks to end what runs on it, by a way that needs no name. Resolves once that has been dealt with, whatever came of it;
   * absent where there is no such way.
   */
  readonly cancel?: (signal: CancelSignal) => Promise<void>
  /** Says goodbye; never rejects. */
  end(): Promise<void>
  /** Breaks the connection at once: what is under way on it fails. */
  destroy(): void
}

/** A session as its server knows it. */
export interface Backend {
  /** The same for all sessions of one server process, and for none of another. */
  readonly server: string
  readonly id: number
}

/** What differs between servers in how they are connected to. */
export interface SessionKind {
  /** Opens a session that is set up for use; `onLost` is told when it breaks by itself. Rejects with the driver's error. */
  connect(onLost: (session: Session) => void): Promise<Session>
  /** Text that ends the statement of the session with that id, from another session. */
  killStatement(id: number): string
  /** Whether the server, not the session, takes no writes; asked of errors inside transactions, `control` ones among them. */
  refusesWrites(error: unknown, control: boolean): boolean
  /** `connecting` tells a connection that never came about from a statement that failed. */
  errorOf(error: unknown, connecting: boolean): SourceError
}
