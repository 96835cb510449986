import type { CallBudget } from './call-budget.ts'
import type { CallObserver } from './call-record.ts'
import type { CancelSignal } from './cancel.ts'
import type { Client } from './client.ts'
import type { ExposedHeaders } from './exposed-headers.ts'
import type { TraceHeaders } from './trace-headers.ts'

/** What every call of one client request carries. */
export interface CallContext {
  readonly requestId: string
  /** Aborted when the client has gone or the gateway stops. */
  readonly signal: CancelSignal
  /** When the request's budget is spent, in milliseconds of `performance.now()`. */
  readonly deadline: number
  /** Every source counts each call against it before it is made; where calls wait, they wait in its line. */
  readonly calls: CallBudget
  readonly client: Client
  /** Whether it is to see what has just been written: it is answered by a primary, never by a copy. */
  readonly primary: boolean
  /** Who looks at the calls; undefined where nobody does, so that nothing is recorded. */
  readonly observer: CallObserver | undefined
  /** What calls are sent with to HTTP APIs where a record has none of its own; absent where nobody traces. */
  readonly traceHeaders?: (() => TraceHeaders) | undefined
  /** What clients are shown of the headers of answers; asked for by who has some. Absent where nobody can show them. */
  readonly exposed?: (() => ExposedHeaders) | undefined
  /** Told of every answer of a source that is used, with how long it holds; undefined where nobody says. */
  onAnswer(freshness: Freshness | undefined): void
}

/** How long an answer may be used again. */
export interface Freshness {
  /** In milliseconds of `Date.now()`. */
  readonly until: number
  /** Whether only by the user to whom it was given. */
  readonly private: boolean
}
