import type { CancelSignal } from '../../cancel.ts'
import { raceSignal } from '../../time-limit.ts'
import type { Database, ResultSet, Statement } from '../dialect.ts'
import { SqliteConnection, type SqliteFile } from './connection.ts'

const BEGIN: Statement = { sql: 'begin immediate', parameters: [] }
const COMMIT: Statement = { sql: 'commit', parameters: [] }
const ROLLBACK: Statement = { sql: 'rollback', parameters: [] }
/** What reads the file on a connection that writes undoes first what others have left of their transactions. */
const RECOVER: Statement = { sql: 'select 1 from sqlite_schema limit 1', parameters: [] }

interface SqliteWriter extends Pick<Database, 'begin'>, AsyncDisposable {
  /** Undoes what a process has left that ended within a transaction. Resolves also where that is not possible. */
  recover(): Promise<void>
}

/** The one connection that writes to the file: SQLite lets one transaction write at a time, and the others wait here. */
export function createSqliteWriter(file: SqliteFile): SqliteWriter {
  let current: SqliteConnection | undefined
  /** Ends with the transaction that was begun last. */
  let last: Promise<void> = Promise.resolve()
  let recovery: Promise<void> | undefined

  const connect = (): SqliteConnection => {
    if (!current || current.hasEnded) current = new SqliteConnection(file)
    return current
  }

  return {
    async begin(signal) {
      const { promise: ended, resolve: end } = Promise.withResolvers<void>()
      const before = last
      last = before.then(() => ended)
      let connection: SqliteConnection | undefined
      /** Where nothing is open any more, there is nothing to undo; a process that has ended has undone it. */
      const undo = async () => void (await connection?.ask(ROLLBACK).catch(() => undefined))
      try {
        await raceSignal(before, signal)
        connection = connect()
        await raceSignal(connection.ask(BEGIN), signal)
      } catch (error) {
        void before.then(undo).then(end)
        throw error
      }
      const writing = connection
      let open = true
      return {
        execute: (statement, signal) => execute(writing, statement, signal),
        control: (sql, signal) => execute(writing, { sql, parameters: [] }, signal),
        // SQLite commits in its own time, which the wait for a lock bounds: what is ended here could have been committed.
        async commit(signal) {
          await raceSignal(writing.ask(COMMIT), signal)
          open = false
        },
        async [Symbol.asyncDispose]() {
          // What is still at work is not waited for, but by the next transaction.
          const { isIdle } = writing
          const undone = (open ? undo() : Promise.resolve()).then(end)
          if (isIdle) await undone
        },
      }
    },
    recover() {
      const forget = () => {
        recovery = undefined
      }
      recovery ??= connect().ask(RECOVER).then(forget, forget)
      return recovery
    },
    async [Symbol.asyncDispose]() {
      await current?.[Symbol.asyncDispose]()
    },
  }
}

/** A statement that is late is ended with the process, and the transaction with both. */
async function execute(connection: SqliteConnection, statement: Statement, signal: CancelSignal): Promise<ResultSet> {
  signal.throwIfAborted()
  const expire = () => connection.expire()
  signal.addEventListener('abort', expire, { once: true })
  statement.onSent?.()
  const answered = connection.ask(statement).finally(() => signal.removeEventListener('abort', expire))
  return await raceSignal(answered, signal)
}
