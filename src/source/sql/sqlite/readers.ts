import type { CancelSignal } from '../../cancel.ts'
import { databaseError } from '../../database-error.ts'
import { FairQueue } from '../../fair-queue.ts'
import type { ResultSet, Statement } from '../dialect.ts'
import { queueFull } from '../error.ts'
import { SqliteConnection, type SqliteFile } from './connection.ts'

const MAX_READERS = 3

/** One request, however many slow statements it has, leaves a reader to the others. */
const MAX_READERS_OF_REQUEST = 2

/** How long a statement waits for the readers that there are before another one is started, in milliseconds. */
const GROWTH_DELAY = 10

interface Job {
  readonly statement: Statement
  readonly request: object
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
export function createSqliteReaders(file: SqliteFile, maxWaiting: number): SqliteReaders {
  const { source } = file
  const queue = new FairQueue<Job>({ maxWaiting, refuse: () => queueFull(source) })
  /** Those at work, each with the request that it works for. */
  const busy = new Map<SqliteConnection, object>()
  const idle: SqliteConnection[] = []
  let growth: NodeJS.Timeout | undefined
  let isClosed = false

  const mayServe = (request: object): boolean =>
    [...busy.values()].filter(each => each === request).length < MAX_READERS_OF_REQUEST

  const takeIdle = (): SqliteConnection | undefined => {
    const reader = idle.pop()
    return reader?.hasEnded ? takeIdle() : reader
  }

  /** What waits for a reader that is about to be ready waits no longer for another one. */
  const grow = () => {
    growth = undefined
    const isStarting = [...busy.keys()].some(reader => !reader.isReady)
    startNext(!isStarting && busy.size < MAX_READERS && queue.isWaiting(mayServe))
  }

  const startNext = (mayStart = busy.size === 0): void => {
    if (isClosed || queue.size === 0) return
    try {
      const reader = takeIdle() ?? (mayStart ? new SqliteConnection(file) : undefined)
      if (reader) serve(reader)
      else if (busy.size < MAX_READERS && queue.isWaiting(mayServe)) growth ??= setTimeout(grow, GROWTH_DELAY)
    } catch (error) {
      // No process can be started, and none is at work that could do it.
      if (busy.size > 0) return
      queue.shift()?.fail(databaseError('db_lost', source, error))
      startNext()
    }
  }

  const serve = (reader: SqliteConnection) => {
    const job = queue.shift(mayServe)
    if (!job) {
      idle.push(reader)
      return
    }
    busy.set(reader, job.request)
    const answered = reader.ask(job.statement)
    const free = () => {
      busy.delete(reader)
      if (!reader.hasEnded) idle.push(reader)
      startNext()
    }
    answered.then(free, free)
    job.start(reader, answered)
  }

  return {
    execute: (statement, signal, request) =>
      new Promise((resolve, reject) => {
        signal.throwIfAborted()
        queue.admit(request, mayServe(request) ? MAX_READERS - busy.size : 0)
        let reader: SqliteConnection | undefined
        const abort = () => {
          queue.delete(place)
          reader?.expire()
          reject(signal.reason)
        }
        const settle = () => signal.removeEventListener('abort', abort)
        const place = queue.push(request, {
          statement,
          request,
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
      await Promise.all([...busy.keys(), ...idle].map(reader => reader.end()))
    },
  }
}
