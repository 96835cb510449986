import { statSync } from 'node:fs'
import { extname } from 'node:path'
import { DatabaseSync, type StatementSync } from 'node:sqlite'
import { pathToFileURL } from 'node:url'
import { Worker } from 'node:worker_threads'
import { narrowInteger } from '../narrow-integer.ts'
import { defineFunctions } from './define-functions.ts'
import {
  fromArguments,
  type OpenedFile,
  type ProcessAnswer,
  type ProcessStatement,
  READONLY_DBMOVED,
  READY,
  TOO_LARGE,
} from './process-message.ts'
import { readSqliteRows } from './read-rows.ts'

/**
 * One connection to the file in a process of its own: node:sqlite can't interrupt a statement, but a process can be ended. It
 * takes one statement at a time and answers each with one message. Before each it looks whether the path still leads to the file
 * that it has open, which another one may have replaced. It closes the file and ends with its channel; a thread ends
 * it where the gateway has gone while a statement runs. Signals to the gateway's group, as by Ctrl-C, are the gateway's.
 */
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined)
new Worker(new URL(`./parent-watch${extname(import.meta.filename)}`, import.meta.url)).unref()

const { path, readOnly, busyTimeout } = fromArguments(process.argv.slice(2))
const MAX_PREPARED = 200
/** Most bytes of a value that is only looked at, by a condition or an order. */
const MAX_LENGTH = 2 ** 25
const SQLITE_TOOBIG = 18

let database: DatabaseSync | undefined
/** The file that it has open. */
let fileId: string | undefined
const prepared = new Map<string, StatementSync>()

function prepare(sql: string): StatementSync {
  const known = prepared.get(sql)
  if (known) return known
  database ??= openFile()
  const statement = database.prepare(sql)
  // One that reads may be done again where a number turns out to be larger.
  statement.setReadBigInts(!readOnly)
  statement.setReturnArrays(true)
  if (prepared.size >= MAX_PREPARED) prepared.delete(prepared.keys().next().value ?? '')
  prepared.set(sql, statement)
  return statement
}

/** What the path leads to; undefined where nothing is there. */
function findFile(): string | undefined {
  const found = statSync(path, { bigint: true, throwIfNoEntry: false })
  return found && `${found.dev}.${found.ino}`
}

/** Lets go of a file that has been deleted, or replaced by another one. Throws within a transaction, which is undone. */
function leaveMovedFile(): void {
  if (!database || findFile() === fileId) return
  const { isTransaction } = database
  database.close()
  database = undefined
  prepared.clear()
  if (isTransaction) throw Object.assign(new Error('the file is another one now'), { errcode: READONLY_DBMOVED })
}

function openFile(): DatabaseSync {
  // Before: what is replaced meanwhile is opened once more.
  fileId = findFile()
  const opened = open()
  defineFunctions(opened)
  process.send?.({ fileId: fileId ?? '' } satisfies OpenedFile)
  return opened
}

/** What opens a file to write would create one that is missing; the URL's `mode` forbids it. */
function open(): DatabaseSync {
  if (readOnly) return new DatabaseSync(path, { readOnly, timeout: busyTimeout })
  const url = pathToFileURL(path)
  url.searchParams.set('mode', 'rw')
  return new DatabaseSync(url, { timeout: busyTimeout })
}

/** The rows and their bytes; undefined for too many of these. */
function rowsOf(statement: StatementSync, parameters: ProcessStatement['parameters'], maxBytes: number) {
  try {
    return readSqliteRows(statement, parameters, maxBytes, !readOnly)
  } catch (error) {
    if (!readOnly || (error as { code?: unknown }).code !== 'ERR_OUT_OF_RANGE') throw error
    statement.setReadBigInts(true)
    return readSqliteRows(statement, parameters, maxBytes, true)
  }
}

function answer({ sql, parameters, maxBytes }: ProcessStatement): ProcessAnswer {
  try {
    leaveMovedFile()
    const statement = prepare(sql)
    const columns = statement.columns()
    if (columns.length === 0) {
      const { changes, lastInsertRowid } = statement.run(...parameters)
      return { columns: [], rows: [], affected: Number(changes), insertId: narrowInteger(BigInt(lastInsertRowid)) }
    }
    // One value alone may fill the memory.
    if (readOnly && database) database.limits.length = Math.max(maxBytes, MAX_LENGTH)
    const read = rowsOf(statement, parameters, maxBytes)
    if (!read) return TOO_LARGE
    return {
      columns: columns.map(({ name }) => name),
      origins: columns.map(({ table, column }) => (table && column ? { table, column } : undefined)),
      ...read,
    }
  } catch (error) {
    const { message, errcode } = error as { message: string; errcode?: number }
    // What has failed as it was read would say so once more (Node 24.21).
    prepared.delete(sql)
    if (readOnly && errcode === SQLITE_TOOBIG) return TOO_LARGE
    return { failure: { message, errcode } }
  }
}

process.on('message', (statement: ProcessStatement) => process.send?.(answer(statement)))
process.on('disconnect', () => {
  database?.close()
  process.exit()
})
process.send?.(READY)
