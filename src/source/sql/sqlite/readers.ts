import type { CancelSignal } from '../../cancel.ts'
import { databaseError } from '../../database-error.ts'
import { FairQueue } from '../../fair-queue.ts'
import type { SourceState } from '../../source.ts'
import type { ResultSet, Statement } from '../dialect.ts'
import { queueFull, turnIsOver } from '../error.ts'
import { SqliteConnection, type SqliteFile } from './connection.ts'

const MAX_READERS = 3

/** How many more there may be, one for each that is at a slow statement while others wait. */
const MORE_READERS = 3

/** From when on a statement is a slow one, in milliseconds. */
const SLOW = 250

/** How long a statement has its reader while others wait and none is to be had, in milliseconds. */
const LONGEST_TURN = 1_000

/** One request, however many slow statements it has, leaves a reader to the others. */
const MAX_READERS_OF_REQUEST = 2

/** How long a statement waits for the readers that there are before it is looked what can be done for it, in milliseconds. */
const LOOK_DELAY = 10

interface Job {
  readonly statement: Statement
  readonly request: object
  /** It has a reader, whose answer is this. */
  start(reader: SqliteConnection, answered: Promise<ResultSet>): void
  fail(error: Error): void
}

/** What a reader is at. */
interface Work {
  readonly job: Job
  readonly since: number
}

interface SqliteReaders extends AsyncDisposable {
  /** As that of the Database. */
  execute(statement: Statement, signal: CancelSignal, request: object): Promise<ResultSet>
  /** As that of the Database. */
  state(): SourceState
}

/**
 * Connections that read the file, started when they are needed; requests take turns at them. A statement whose signal is
 * aborted while it waits never starts; one that has started is ended with its process, unless it is done at once. One that is
 * slow holds up the others for a moment only: then there is a reader more, and where there are as many as may be, it fails.
 */
export function createSqliteReaders(file: SqliteFile, maxWaiting: number): SqliteReaders {
  const { source } = file
  const queue = new FairQueue<Job>({ maxWaiting, refuse: () => queueFull(source) })
  /** Those at work, the one first that has been at it for longest. */
  const busy = new Map<SqliteConnection, Work>()
  const idle: SqliteConnection[] = []
  let look: NodeJS.Timeout | undefined
  let isClosed = false

  const mayServe = (request: object): boolean =>
    [...busy.values()].filter(({ job }) => job.request === request).length < MAX_READERS_OF_REQUEST

  const mostReaders = (): number => {
    const slow = [...busy].filter(([reader, work]) => timeOf(reader, work) >= SLOW).length
    return MAX_READERS + Math.min(slow, MORE_READERS)
  }

  const takeIdle = (): SqliteConnection | undefined => {
    const reader = idle.pop()
    return reader?.hasEnded ? takeIdle() : reader
  }

  const lookLater = () => {
    if (look || isClosed || !queue.isWaiting(mayServe)) return
    look = setTimeout(relieve, LOOK_DELAY)
  }

  const relieve = () => {
    look = undefined
    if (!queue.isWaiting(mayServe)) return
    // What waits for a reader that is about to be ready waits no longer for another one.
    const isStarting = [...busy.keys()].some(({ readyAt }) => readyAt === Number.POSITIVE_INFINITY)
    if (busy.size >= mostReaders()) endLongest()
    else startNext(!isStarting)
    lookLater()
  }

  const endLongest = () => {
    const [longest] = busy
    if (!longest) return
    const [reader, work] = longest
    if (timeOf(reader, work) < LONGEST_TURN) return
    work.job.fail(turnIsOver(source))
    void reader.end()
  }

  const startNext = (mayStart = busy.size === 0): void => {
    if (isClosed || queue.size === 0) return
    try {
      const reader = takeIdle() ?? (mayStart ? new SqliteConnection(file) : undefined)
      if (reader) serve(reader)
      else lookLater()
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
    busy.set(reader, { job, since: performance.now() })
    job.statement.onSent?.()
    const answered = reader.ask(job.statement)
    const free = () => {
      busy.delete(reader)
      if (busy.size + idle.length >= mostReaders()) void reader[Symbol.asyncDispose]()
      else if (!reader.hasEnded) idle.push(reader)
      startNext()
    }
    answered.then(free, free)
    job.start(reader, answered)
  }

  return {
    execute: (statement, signal, request) =>
      new Promise((resolve, reject) => {
        signal.throwIfAborted()
        queue.admit(request, mayServe(request) ? Math.max(0, MAX_READERS - busy.size) : 0)
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
    state: () => ({ inFlight: busy.size, waiting: queue.size, connections: busy.size + idle.length }),
    async [Symbol.asyncDispose]() {
      isClosed = true
      clearTimeout(look)
      await Promise.all([...busy.keys(), ...idle].map(reader => reader.end()))
    },
  }
}

/** How long a reader has been at it, in milliseconds, without the start of its process. */
function timeOf({ readyAt }: SqliteConnection, { since }: Work): number {
  return performance.now() - Math.max(since, readyAt)
}
