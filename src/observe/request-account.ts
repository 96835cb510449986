import type { CallObserver, CallPlace, CallRecord } from '../source/call-record.ts'
import type { EmptyCounts } from '../source/empty-slot.ts'
import type { Log } from './log.ts'
import type { GatewayMetrics } from './metrics/gateway-metrics.ts'
import { shortened } from './shortened.ts'

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
  /** The path, where it is one of ours. */
  readonly route: string | undefined
  readonly bytes: number
  /** Whether the client had gone before. */
  readonly isGone: boolean
}

/** Who reads accounts. */
export interface Readers {
  readonly log: Log
  /** Undefined where nobody scrapes. */
  readonly metrics: GatewayMetrics | undefined
}

interface AccountedRequest {
  readonly requestId: string
  readonly method: string
  /** What the client calls itself. */
  readonly client: string | undefined
}

interface SourceAccount {
  calls: number
  milliseconds: number
}

/** Most lines that the failed calls of one request are worth. */
const MOST_LINES = 20
/** Most characters of a call's text in them. */
const MOST_CHARACTERS = 500

/** What one request has come to: a line of the log, and one for each call that failed. Never values. */
export class RequestAccount implements CallObserver {
  readonly #log: Log
  readonly #metrics: GatewayMetrics | undefined
  readonly #isLogged: boolean
  readonly #method: string
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
  #code: string | undefined

  constructor({ log, metrics }: Readers, { requestId, method, client }: AccountedRequest) {
    this.#log = log
    this.#metrics = metrics
    this.#isLogged = log.isLevelEnabled('info')
    this.#method = method
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

  /** With a code of the closed list. */
  refused(code: unknown): void {
    this.#code = String(code)
  }

  /** It was executed, with so many errors. */
  executed(errors: number): void {
    this.#errors = errors
  }

  onCall(record: CallRecord): void {
    this.#metrics?.onCall(record)
    if (!this.#isLogged) return
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

  onUnasked(place: CallPlace, nulls: EmptyCounts): void {
    this.#metrics?.onUnasked(place, nulls)
  }

  end(sent: Sent): void {
    const milliseconds = performance.now() - this.#start
    const hasNoData = this.#code !== undefined || !this.#isGraphQL
    const outcome = sent.isGone ? 'gone' : hasNoData ? 'refused' : this.#errors > 0 ? 'partial' : 'ok'
    this.#metrics?.onRequest({
      method: this.#method,
      route: sent.route,
      status: sent.status,
      seconds: milliseconds / 1_000,
      outcome: this.#isGraphQL ? outcome : undefined,
      code: this.#code,
      isShared: this.#isShared,
    })
    // Pages, health checks and preflights are no news.
    if (this.#isLogged && (this.#isGraphQL || sent.status >= 400)) this.#write(sent, outcome, milliseconds)
  }

  #write({ status, bytes }: Sent, outcome: string, milliseconds: number): void {
    const label = this.#label
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
        milliseconds: rounded(milliseconds),
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
        text: shortened(text, MOST_CHARACTERS),
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

function rounded(milliseconds: number): number {
  return Math.round(milliseconds * 100) / 100
}
