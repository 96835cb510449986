import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { extname } from 'node:path'
import { databaseError } from '../../database-error.ts'
import type { ResultSet, Statement } from '../dialect.ts'
import { answerTooLarge } from '../error.ts'
import { sqliteError } from './error.ts'
import { toSqliteParameter } from './parameter.ts'
import {
  type OpenedFile,
  type ProcessAnswer,
  type ProcessOptions,
  type ProcessStatement,
  READY,
  TOO_LARGE,
  toArguments,
} from './process-message.ts'

const PROCESS = new URL(`./process${extname(import.meta.filename)}`, import.meta.url)
const NODE_OPTIONS = ['--disable-sigusr1', '--disable-warning=ExperimentalWarning']

/** How long a statement that nobody waits for may go on, in milliseconds: a new process costs about as much. */
const PATIENCE = 100

/** How a file is opened, and for whom. */
export interface SqliteFile extends ProcessOptions {
  /** As in `@source(name:)`. */
  readonly source: string
  /** Told with the file's id at each opening; another id is another file. */
  readonly onOpened: (fileId: string) => void
}

interface Asked {
  readonly maxBytes: number
  resolve(result: ResultSet): void
  reject(error: Error): void
}

/** A connection to the file in a process of its own, which answers statements in their order. */
export class SqliteConnection implements AsyncDisposable {
  readonly #source: string
  readonly #child: ChildProcess
  readonly #asked: Asked[] = []
  #answered = 0
  #readyAt = Number.POSITIVE_INFINITY
  #isAwaited = false
  #hasEnded = false

  constructor(options: SqliteFile) {
    const { source, onOpened } = options
    this.#source = source
    this.#child = fork(PROCESS, toArguments(options), {
      execArgv: NODE_OPTIONS,
      serialization: 'advanced',
      // The process knows by standard input that the gateway is there.
      stdio: ['pipe', 'ignore', 'ignore', 'ipc'],
    })
    let cause = new Error('the process of the file has ended')
    const end = () => {
      this.#hasEnded = true
      for (const { reject } of this.#asked.splice(0)) reject(databaseError('db_lost', source, cause))
    }
    this.#child.on('message', (message: ProcessAnswer | OpenedFile | typeof READY) => {
      if (message === READY) this.#readyAt = performance.now()
      else if (typeof message === 'object' && 'fileId' in message) onOpened(message.fileId)
      else this.#answer(message)
    })
    this.#child.on('error', error => {
      cause = error
      // A process that could not be started never exits.
      if (this.#child.pid === undefined) end()
    })
    this.#child.on('exit', end)
    this.#child.stdin?.on('error', () => undefined)
    const pipe = this.#child.stdin as unknown as { unref?(): void } | null
    pipe?.unref?.()
    this.#letGo()
  }

  /** When the process had started, by `performance.now()`; infinite before. */
  get readyAt(): number {
    return this.#readyAt
  }

  /** Whether it answers no more. */
  get hasEnded(): boolean {
    return this.#hasEnded
  }

  get isIdle(): boolean {
    return this.#asked.length === 0
  }

  /** Settles when SQLite is done with the statement, or the process has ended. Rejects with a SourceError. */
  ask({ sql, parameters, maxBytes = Number.POSITIVE_INFINITY }: Statement): Promise<ResultSet> {
    return new Promise((resolve, reject) => {
      if (this.#hasEnded) throw databaseError('db_lost', this.#source, new Error('the process of the file has ended'))
      const statement: ProcessStatement = { sql, parameters: parameters.map(toSqliteParameter), maxBytes }
      this.#asked.push({ maxBytes, resolve, reject })
      // Only a connection at work keeps the gateway's process alive.
      this.#child.ref()
      this.#child.channel?.ref()
      // What can't be sent fails when the process has exited.
      if (this.#child.connected) this.#child.send(statement, () => undefined)
    })
  }

  /** Nobody waits any more for what was asked: unless all of it is answered soon, the process is ended. */
  expire(): void {
    const due = this.#answered + this.#asked.length
    setTimeout(() => {
      if (this.#answered < due) this.#kill()
    }, PATIENCE).unref()
  }

  /** Ends the process, whatever it does. Resolves when it has ended. */
  async end(): Promise<void> {
    const ended = this.#untilEnded()
    this.#kill()
    await ended
  }

  /** Closes the file; a statement that is running ends with the process. Resolves when that has ended. */
  async [Symbol.asyncDispose](): Promise<void> {
    if (!this.isIdle || !this.#child.connected) return await this.end()
    const ended = this.#untilEnded()
    this.#child.disconnect()
    await ended
  }

  async #untilEnded(): Promise<void> {
    if (this.#hasEnded) return
    this.#isAwaited = true
    this.#child.ref()
    await once(this.#child, 'exit')
  }

  #kill(): void {
    this.#child.kill('SIGKILL')
  }

  #answer(answer: ProcessAnswer): void {
    this.#answered++
    const asked = this.#asked.shift()
    if (this.isIdle) this.#letGo()
    if (answer === TOO_LARGE) asked?.reject(answerTooLarge(asked.maxBytes, this.#source))
    else if ('failure' in answer) asked?.reject(sqliteError(answer.failure, this.#source))
    else asked?.resolve(answer)
  }

  /** What is answered while somebody waits for the process to end must not end the gateway's process before. */
  #letGo(): void {
    if (!this.#isAwaited) this.#child.unref()
    this.#child.channel?.unref()
  }
}
