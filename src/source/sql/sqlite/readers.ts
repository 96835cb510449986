import type { CancelSignal } from '../../cancel.ts'
import { databaseError } from '../../database-error.ts'
import { FairQueue } from '../../fair-queue.ts'
import type { ResultSet, Statement } from '../dialect.ts'
import { queueFull } from '../error.ts'
import { SqliteConnection } from './connection.ts'
import type { ProcessOptions } from './process-message.ts'

const MAX_READERS = 2

/** How long a statement waits for the readers that there are before another one is started, in milliseconds. */
const GROWTH_DELAY = 10

interface Job {
  readonly statement: Statement
  /** It has a reader, whose answer is this. */
  start(reader: SqliteConnection, answered: Promise<ResultSet>): void
  fail(error: Error): void
}

interface SqliteReaders extends AsyncDisposable {
  /** As that of the Database. */
  execute(statement: Statement, signal: CancelSignal, request: object): Promise<ResultSet>
}

/**
 * Connections that read the file, started when they are needed; requests take turns at them. A statement whose signal is
 * aborted while it waits never starts; one that has started is ended with its process, unless it is done at once.
 */
export function createSqliteReaders(options: ProcessOptions, source: string, maxWaiting: number): SqliteReaders {
  const queue = new FairQueue<Job>({ maxWaiting, refuse: () => queueFull(source) })
  const busy = new Set<SqliteConnection>()
  const idle: SqliteConnection[] = []
  let growth: NodeJS.Timeout | undefined
  let isClosed = false

  const takeIdle = (): SqliteConnection | undefined => {
    const reader = idle.pop()
    return reader?.hasEnded ? takeIdle() : reader
  }

  const startReader = (): SqliteConnection | undefined => {
    if (busy.size === 0) return new SqliteConnection(options, source)
    if (busy.size < MAX_READERS) growth ??= setTimeout(grow, GROWTH_DELAY)
    return undefined
  }

  /** What waits for a reader that is about to be ready waits no longer for another one. */
  const grow = () => {
    growth = undefined
    const isStarting = [...busy].some(reader => !reader.isReady)
    if (!isStarting && queue.size > 0 && busy.size < MAX_READERS) idle.push(new SqliteConnection(options, source))
    startNext()
  }

  const startNext = () => {
    if (queue.size === 0 || isClosed) return
    const reader = takeReader()
    const job = reader && queue.shift()
    if (!job) return
    busy.add(reader)
    const answered = reader.ask(job.statement)
    const free = () => {
      busy.delete(reader)
      if (!reader.hasEnded) idle.push(reader)
      startNext()
    }
    answered.then(free, free)
    job.start(reader, answered)
  }

  /** Where no process can be started, the statement that is next fails with that. */
  const takeReader = () => {
    try {
      return takeIdle() ?? startReader()
    } catch (error) {
      queue.shift()?.fail(databaseError('db_lost', source, error))
      return undefined
    }
  }

  return {
    execute: (statement, signal, request) =>
      new Promise((resolve, reject) => {
        signal.throwIfAborted()
        queue.admit(request, MAX_READERS - busy.size)
        let reader: SqliteConnection | undefined
        const abort = () => {
          queue.delete(place)
          reader?.expire()
          reject(signal.reason)
        }
        const settle = () => signal.removeEventListener('abort', abort)
        const place = queue.push(request, {
          statement,
          start(given, answered) {
            reader = given
            answered.finally(settle).then(resolve, reject)
          },
          fail(error) {
            settle()
            reject(error)
          },
        })
        signal.addEventListener('abort', abort, { once: true })
        startNext()
      }),
    async [Symbol.asyncDispose]() {
      isClosed = true
      clearTimeout(growth)
      await Promise.all([...busy, ...idle].map(reader => reader.end()))
    },
  }
}
