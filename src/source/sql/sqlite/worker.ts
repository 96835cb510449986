import { DatabaseSync, type StatementSync } from 'node:sqlite'
import { pathToFileURL } from 'node:url'
import { parentPort, workerData } from 'node:worker_threads'
import { narrowInteger } from '../convert/read-value.ts'
import type { WorkerAnswer, WorkerOptions, WorkerStatement } from './worker-message.ts'

/**
 * One connection to the file on a thread of its own: node:sqlite is synchronous, and only this thread waits for it. It
 * takes one statement at a time and answers each with one message.
 */
const { path, readOnly, busyTimeout } = workerData as WorkerOptions
const MAX_PREPARED = 200

let database: DatabaseSync | undefined
const prepared = new Map<string, StatementSync>()

function prepare(sql: string): StatementSync {
  const known = prepared.get(sql)
  if (known) return known
  database ??= open()
  const statement = database.prepare(sql)
  statement.setReadBigInts(true)
  statement.setReturnArrays(true)
  if (prepared.size >= MAX_PREPARED) prepared.delete(prepared.keys().next().value ?? '')
  prepared.set(sql, statement)
  return statement
}

/** What opens a file to write would create one that is missing; the URL's `mode` forbids it. */
function open(): DatabaseSync {
  if (readOnly) return new DatabaseSync(path, { readOnly, timeout: busyTimeout })
  const url = pathToFileURL(path)
  url.searchParams.set('mode', 'rw')
  return new DatabaseSync(url, { timeout: busyTimeout })
}

function answer({ sql, parameters }: WorkerStatement): WorkerAnswer {
  try {
    const statement = prepare(sql)
    const columns = statement.columns()
    if (columns.length === 0) {
      const { changes, lastInsertRowid } = statement.run(...parameters)
      return { columns: [], rows: [], affected: Number(changes), insertId: narrowInteger(BigInt(lastInsertRowid)) }
    }
    const rows = statement.all(...parameters) as unknown as unknown[][]
    return {
      columns: columns.map(({ name }) => name),
      origins: columns.map(({ table, column }) => (table && column ? { table, column } : undefined)),
      rows: rows.map(row => row.map(value => (typeof value === 'bigint' ? narrowInteger(value) : value))),
    }
  } catch (error) {
    const { message, errcode } = error as { message: string; errcode?: number }
    return { failure: { message, errcode } }
  }
}

parentPort?.on('message', (statement: WorkerStatement) => parentPort?.postMessage(answer(statement)))
