import type { Worker } from 'node:worker_threads'
import type { CallBudget } from '../../call-budget.ts'
import { databaseError } from '../../database-error.ts'
import { FairQueue } from '../../fair-queue.ts'
import type { Database, ResultSet, Statement } from '../dialect.ts'
import { queueFull } from '../error.ts'
import { MAX_WAITING } from '../limits.ts'
import type { DatabaseOptions } from '../sql-source-options.ts'
import { sqliteError } from './error.ts'
import { toSqliteParameter } from './parameter.ts'
import { startWorker } from './start-worker.ts'
import { createSqliteWriter } from './transaction.ts'
import type { WorkerAnswer, WorkerOptions, WorkerStatement } from './worker-message.ts'

const READERS = 2
/** Below the source's timeout, so that a lock is told from a slow statement; in milliseconds. */
const MAX_BUSY_TIMEOUT = 1_000

interface Job {
  readonly statement: WorkerStatement
  end(answer: WorkerAnswer): void
  fail(error: Error): void
}

/**
 * Two readers of the file beside the one that writes; requests take turns at them. A statement whose signal is aborted
 * while it waits for a reader never starts; one that has started keeps its thread until SQLite is done, and its answer is
 * dropped.
 */
export function openSqlite({ name, url, timeout, maxWaiting = MAX_WAITING }: DatabaseOptions): Database {
  const workerData: WorkerOptions = {
    path: url.slice('sqlite:'.length),
    readOnly: true,
    busyTimeout: Math.min(MAX_BUSY_TIMEOUT, timeout / 2),
  }
  const writer = createSqliteWriter({ ...workerData, readOnly: false }, name)
  const queue = new FairQueue<Job>({ maxWaiting, refuse: () => queueFull(name) })
  const busy = new Map<Worker, Job>()
  const idle: Worker[] = []

  const startReader = (): Worker => {
    const worker = startWorker(workerData)
    let cause = new Error('the reader has ended')
    worker.on('message', (answer: WorkerAnswer) => {
      busy.get(worker)?.end(answer)
      busy.delete(worker)
      worker.unref()
      idle.push(worker)
      startNext()
    })
    worker.on('error', error => {
      cause = error
    })
    worker.on('exit', () => {
      busy.get(worker)?.fail(databaseError('db_lost', name, cause))
      busy.delete(worker)
      if (idle.includes(worker)) idle.splice(idle.indexOf(worker), 1)
      startNext()
    })
    return worker
  }

  const hasFree = () => idle.length > 0 || busy.size < READERS

  const startNext = () => {
    const job = hasFree() ? queue.shift() : undefined
    if (!job) return
    const worker = idle.pop() ?? startReader()
    busy.set(worker, job)
    // Only a reader at work keeps the process alive.
    worker.ref()
    worker.postMessage(job.statement)
  }

  const execute = ({ sql, parameters }: Statement, signal: AbortSignal, calls: CallBudget): Promise<ResultSet> =>
    new Promise((resolve, reject) => {
      signal.throwIfAborted()
      if (!hasFree()) queue.admit(calls)
      const abort = () => {
        queue.delete(place)
        reject(signal.reason)
      }
      const job: Job = {
        statement: { sql, parameters: parameters.map(toSqliteParameter) },
        end(answer) {
          signal.removeEventListener('abort', abort)
          if ('failure' in answer) reject(sqliteError(answer.failure, name))
          else resolve(answer)
        },
        fail(error) {
          signal.removeEventListener('abort', abort)
          reject(error)
        },
      }
      signal.addEventListener('abort', abort, { once: true })
      const place = queue.push(calls, job)
      startNext()
    })

  return {
    execute,
    begin: writer.begin,
    async [Symbol.asyncDispose]() {
      await writer[Symbol.asyncDispose]()
      // A reader at work ends when SQLite is done: its thread can't be interrupted, and nobody waits for it.
      for (const worker of busy.keys()) {
        worker.unref()
        void worker.terminate()
      }
      await Promise.all(idle.map(worker => worker.terminate()))
    },
  }
}
