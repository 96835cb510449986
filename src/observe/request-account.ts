import type { CallObserver, CallRecord } from '../source/call-record.ts'
import type { Log } from './log.ts'

/** What a request asks, in few words. */
export interface OperationLabel {
  /** Undefined for an operation without one. */
  readonly name: string | undefined
  /** The names of its root fields, as `posts+author`. */
  readonly fields: string
  /** The start of the SHA-256 of its text, in hexadecimal digits. */
  readonly hash: string
}

/** What went out in the end. */
export interface Sent {
  readonly status: number
  readonly bytes: number
  /** Whether the client had gone before. */
  readonly isGone: boolean
}

interface SourceAccount {
  calls: number
  milliseconds: number
}

/** Most lines that the failed calls of one request are worth. */
const MOST_LINES = 20

/** What one request has come to: a line of the log, and one for each call that failed. Never values. */
export class RequestAccount implements CallObserver {
  readonly #log: Log
  readonly #requestId: string
  readonly #client: string | undefined
  readonly #start = performance.now()
  readonly #sources = new Map<string, SourceAccount>()
  #calls = 0
  #failed = 0
  #errors = 0
  #isGraphQL = false
  #isShared = false
  #label: OperationLabel | undefined
  #code: unknown

  constructor(log: Log, requestId: string, client: string | undefined) {
    this.#log = log
    this.#requestId = requestId
    this.#client = client
  }

  /** It is for the steps of GraphQL to answer it. */
  enter(): void {
    this.#isGraphQL = true
  }

  prepared(label: OperationLabel): void {
    this.#label = label
  }

  /** The run of the same query is waited for, and its calls are that one's. */
  shares(): void {
    this.#isShared = true
  }

  refused(code: unknown): void {
    this.#code = code
  }

  /** It was executed, with so many errors. */
  executed(errors: number): void {
    this.#errors = errors
  }

  onCall(record: CallRecord): void {
    const { source, duration, error, joined } = record
    this.#calls += 1
    const known = this.#sources.get(source)
    if (known) {
      known.calls += 1
      known.milliseconds += duration
    } else this.#sources.set(source, { calls: 1, milliseconds: duration })
    if (error === undefined || joined) return
    this.#failed += 1
    // At level debug every call is a line already.
    if (this.#failed <= MOST_LINES && !this.#log.isLevelEnabled('debug')) this.#writeFailed(record)
  }

  onUnasked(): void {}

  end({ status, bytes, isGone }: Sent): void {
    // Pages, health checks and preflights are no news.
    if (!this.#isGraphQL && status < 400) return
    const label = this.#label
    const hasNoData = this.#code !== undefined || !this.#isGraphQL
    const outcome = isGone ? 'gone' : hasNoData ? 'refused' : this.#errors > 0 ? 'partial' : 'ok'
    const sources = Object.fromEntries(
      Array.from(this.#sources, ([name, { calls, milliseconds }]) => [
        name,
        { calls, milliseconds: rounded(milliseconds) },
      ]),
    )
    this.#log.info(
      {
        requestId: this.#requestId,
        status,
        outcome,
        code: this.#code,
        operation: label?.name,
        fields: label?.fields,
        hash: label?.hash,
        client: this.#client,
        milliseconds: rounded(performance.now() - this.#start),
        bytes,
        calls: this.#calls,
        ...(this.#failed > 0 && { failedCalls: this.#failed }),
        ...(this.#errors > 0 && { errors: this.#errors }),
        ...(this.#isShared && { shared: true }),
        ...(this.#calls > 0 && { sources }),
      },
      'request',
    )
  }

  #writeFailed({ source, coordinate, text, keys, duration, tries, failure }: CallRecord): void {
    this.#log.info(
      {
        requestId: this.#requestId,
        source,
        coordinate,
        text: shortened(text),
        keys,
        milliseconds: rounded(duration),
        tries: tries.length,
        status: tries.at(-1)?.status,
        reason: failure,
      },
      'a call failed',
    )
  }
}

const MOST_CHARACTERS = 500

function shortened(text: string): string {
  return text.length > MOST_CHARACTERS ? `${text.slice(0, MOST_CHARACTERS - 1).toWellFormed()}…` : text
}

function rounded(milliseconds: number): number {
  return Math.round(milliseconds * 100) / 100
}
