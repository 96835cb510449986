import { extname } from 'node:path'
import { DatabaseSync, type StatementSync } from 'node:sqlite'
import { pathToFileURL } from 'node:url'
import { Worker } from 'node:worker_threads'
import { narrowInteger } from '../narrow-integer.ts'
import { fromArguments, type ProcessAnswer, type ProcessStatement, READY } from './process-message.ts'

/**
 * One connection to the file in a process of its own: node:sqlite can't interrupt a statement, but a process can be ended. It
 * takes one statement at a time and answers each with one message. It closes the file and ends with its channel; a thread ends
 * it where the gateway has gone while a statement runs. Signals to the gateway's group, as by Ctrl-C, are the gateway's.
 */
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined)
new Worker(new URL(`./parent-watch${extname(import.meta.filename)}`, import.meta.url)).unref()

const { path, readOnly, busyTimeout } = fromArguments(process.argv.slice(2))
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

function answer({ sql, parameters }: ProcessStatement): ProcessAnswer {
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

process.on('message', (statement: ProcessStatement) => process.send?.(answer(statement)))
process.on('disconnect', () => {
  database?.close()
  process.exit()
})
process.send?.(READY)
