import type { CallObserver, CallPlace, CallRecord } from '../source/call-record.ts'
import type { EmptyCounts } from '../source/empty-slot.ts'
import type { TraceHeaders } from '../source/trace-headers.ts'
import type { Log } from './log.ts'
import type { GatewayMetrics } from './metrics/gateway-metrics.ts'
import type { OperationLabel, RequestCost, Sent } from './request-facts.ts'
import { requestLine, rounded, type SourceCalls } from './request-line.ts'
import { shortened } from './shortened.ts'
import type { RequestSpan, TracedRequest } from './tracing/request-span.ts'
import type { Tracing } from './tracing/tracing.ts'

/** Who reads accounts. */
export interface Readers {
  readonly log: Log
  /** Undefined where nobody scrapes. */
  readonly metrics: GatewayMetrics | undefined
  /** Undefined where nobody collects spans. */
  readonly tracing: Tracing | undefined
  /** A call's text as it may be shown. */
  readonly redact: (text: string) => string
}

interface AccountedRequest extends TracedRequest {
  /** What the client calls itself. */
  readonly client: string | undefined
}

/** Most lines that the failed calls of one request are worth. */
const MOST_LINES = 20
/** Most characters of a call's text in them. */
const MOST_CHARACTERS = 500

/** What one request has come to: a span, a line of the log, and one for each call that failed. Never values. */
export class RequestAccount implements CallObserver {
  readonly #log: Log
  readonly #metrics: GatewayMetrics | undefined
  readonly #isLogged: boolean
  readonly #readers: Readers
  readonly #request: AccountedRequest
  readonly #start = performance.now()
  #span: RequestSpan | undefined
  #sources: Map<string, SourceCalls> | undefined
  #calls = 0
  #failed = 0
  #errors = 0
  #isGraphQL = false
  #isShared = false
  #label: OperationLabel | undefined
  #code: string | undefined
  #limits: string[] | undefined
  #cost: RequestCost | undefined

  constructor(readers: Readers, request: AccountedRequest) {
    this.#readers = readers
    this.#request = request
    this.#log = readers.log
    this.#metrics = readers.metrics
    this.#isLogged = readers.log.isLevelEnabled('info')
  }

  /** It is for the steps of GraphQL to answer it. */
  enter(): void {
    this.#isGraphQL = true
    const { tracing, redact } = this.#readers
    this.#span = tracing?.beginRequest(this.#request, redact)
  }

  prepared(label: OperationLabel): void {
    this.#label = label
    this.#span?.prepared(label)
  }

  /** It, where it looks at calls. */
  get observer(): CallObserver | undefined {
    return this.#metrics || this.#isLogged || this.#span?.isRecording ? this : undefined
  }

  /** What its calls are sent with, where somebody traces. */
  get traceHeaders(): (() => TraceHeaders) | undefined {
    return this.#span?.traceHeaders
  }

  /** Makes its calls. */
  within<T>(work: () => T): T {
    return this.#span ? this.#span.run(work) : work()
  }

  /** The run of the same query, of another request, is waited for, and its calls are that one's. */
  shares(other: RequestAccount | undefined): void {
    this.#isShared = true
    this.#span?.shares(other ? other.#span : undefined)
  }

  /** With a code of the closed list. */
  refused(code: unknown): void {
    this.#code = String(code)
  }

  /** It is beyond a limit, of a closed list too. */
  exceeds(limit: string): void {
    this.#limits ??= []
    this.#limits.push(limit)
  }

  /** It was executed, with so many errors; what it has cost where that is counted. */
  executed(errors: number, cost?: RequestCost): void {
    this.#errors = errors
    // That of a run that is shared is its own.
    if (!this.#isShared) this.#cost = cost
  }

  onBegin(record: CallRecord): void {
    this.#span?.onBegin(record)
  }

  onCall(record: CallRecord): void {
    this.#span?.onCall(record)
    this.#metrics?.onCall(record)
    if (!this.#isLogged) return
    const { source, duration, error, joined } = record
    this.#calls += 1
    this.#sources ??= new Map()
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
      method: this.#request.method,
      route: sent.route,
      status: sent.status,
      seconds: milliseconds / 1_000,
      outcome: this.#isGraphQL ? outcome : undefined,
      code: this.#code,
      limits: this.#limits,
      isShared: this.#isShared,
      cost: this.#cost,
    })
    this.#span?.end(sent, outcome, this.#code, this.#errors)
    // Pages, health checks and preflights are no news.
    if (this.#isLogged && (this.#isGraphQL || sent.status >= 400)) this.#write(sent, outcome, milliseconds)
  }

  #write({ status, bytes }: Sent, outcome: string, milliseconds: number): void {
    const line = requestLine({
      requestId: this.#request.requestId,
      traceId: this.#span?.traceId,
      status,
      outcome,
      code: this.#code,
      label: this.#label,
      client: this.#request.client,
      milliseconds,
      bytes,
      calls: this.#calls,
      limits: this.#limits,
      cost: this.#cost,
      failedCalls: this.#failed,
      errors: this.#errors,
      isShared: this.#isShared,
      sources: this.#sources,
    })
    this.#log.write(line)
  }

  #writeFailed({ source, coordinate, text, keys, duration, tries, failure }: CallRecord): void {
    this.#log.info(
      {
        requestId: this.#request.requestId,
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
