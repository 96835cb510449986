import type { Worker } from 'node:worker_threads'
import { databaseError } from '../../database-error.ts'
import { raceSignal } from '../../time-limit.ts'
import type { Database, ResultSet, Statement } from '../dialect.ts'
import { sqliteError } from './error.ts'
import { toSqliteParameter } from './parameter.ts'
import { startWorker } from './start-worker.ts'
import type { WorkerAnswer, WorkerOptions } from './worker-message.ts'

const BEGIN: Statement = { sql: 'begin immediate', parameters: [] }
const COMMIT: Statement = { sql: 'commit', parameters: [] }
const ROLLBACK: Statement = { sql: 'rollback', parameters: [] }

/** The one connection that writes to the file: SQLite lets one transaction write at a time, and the others wait here. */
export function createSqliteWriter(options: WorkerOptions, source: string): Pick<Database, 'begin'> & AsyncDisposable {
  let worker: Worker | undefined
  /** Statements that are not answered; answers come in their order. */
  const asked: { readonly end: (answer: WorkerAnswer) => void; readonly fail: (error: Error) => void }[] = []
  /** Ends with the transaction that was begun last. */
  let last: Promise<void> = Promise.resolve()

  const start = (): Worker => {
    const started = startWorker(options)
    let cause = new Error('the writer has ended')
    started.on('message', (answer: WorkerAnswer) => {
      asked.shift()?.end(answer)
      // Only a writer at work keeps the process alive.
      if (asked.length === 0) started.unref()
    })
    started.on('error', error => {
      cause = error
    })
    started.on('exit', () => {
      if (worker === started) worker = undefined
      for (const job of asked.splice(0)) job.fail(cause)
    })
    return started
  }

  /** What has begun can't be interrupted: the signal frees who waits, and what is asked next waits its turn. */
  const ask = ({ sql, parameters }: Statement, signal?: AbortSignal): Promise<ResultSet> => {
    const answered = new Promise<ResultSet>((resolve, reject) => {
      signal?.throwIfAborted()
      asked.push({
        end: answer => ('failure' in answer ? reject(sqliteError(answer.failure, source)) : resolve(answer)),
        fail: error => reject(databaseError('db_lost', source, error)),
      })
      worker ??= start()
      worker.ref()
      worker.postMessage({ sql, parameters: parameters.map(toSqliteParameter) })
    })
    return signal ? raceSignal(answered, signal) : answered
  }

  /** Where nothing is open any more, there is nothing to undo. */
  const undo = async () => void (await ask(ROLLBACK).catch(() => undefined))

  return {
    async begin(signal) {
      const { promise: ended, resolve: end } = Promise.withResolvers<void>()
      const before = last
      last = before.then(() => ended)
      let open = true
      try {
        await raceSignal(before, signal)
        await ask(BEGIN, signal)
      } catch (error) {
        void before.then(undo).then(end)
        throw error
      }
      return {
        execute: ask,
        async commit(signal) {
          await ask(COMMIT, signal)
          open = false
        },
        async [Symbol.asyncDispose]() {
          // What is still at work is not waited for.
          const isIdle = asked.length === 0
          const undone = open ? undo() : undefined
          end()
          if (isIdle) await undone
        },
      }
    },
    async [Symbol.asyncDispose]() {
      worker?.unref()
      const ended = worker?.terminate()
      // A writer at work ends when SQLite is done, and nobody waits for it.
      if (asked.length === 0) await ended
    },
  }
}
