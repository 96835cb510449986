import type { CallBudget } from './call-budget.ts'
import type { CancelSignal } from './cancel.ts'
import type { EmptyCounts } from './empty-slot.ts'

/** The headers of a client's request; names in lower case. */
export interface RequestHeaders {
  get(name: string): string | undefined
}

/** What every call of one client request carries. */
export interface CallContext {
  readonly requestId: string
  /** Aborted when the client has gone or the gateway stops. */
  readonly signal: CancelSignal
  /** When the request's budget is spent, in milliseconds of `performance.now()`. */
  readonly deadline: number
  /** Every source counts each call against it before it is made; where calls wait, they wait in its line. */
  readonly calls: CallBudget
  readonly headers: RequestHeaders
  /** Whether it is to see what has just been written: it is answered by a primary, never by a copy. */
  readonly primary: boolean
  /** Told of every call once it has ended. */
  onCall(report: CallReport): void
  /** Told of keys that are empty without any call. */
  onUnasked(report: UnaskedReport): void
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

/** One HTTP request or one SQL statement that was sent to a source. */
export interface CallReport {
  readonly source: string
  /** Schema coordinate of the field or type whose binding made the call. */
  readonly coordinate: string
  /** Method and URL, or SQL text with placeholders; for the log only. */
  readonly text: string
  readonly keys: number
  readonly milliseconds: number
  /** Whether nothing was sent: the same request was under way, and its answer has been waited for. */
  readonly joined?: boolean
  /** Whether the answer is one that was kept; where the source was asked whether it still holds, that is a call of its own. */
  readonly cached?: boolean
  readonly error?: unknown
  /** How many of the keys' slots are empty, and why; where an answer takes several calls, of all of them, with the last one. */
  readonly nulls?: EmptyCounts
}

/** Keys, or parents without one, that nothing was sent for. */
export interface UnaskedReport extends Pick<CallReport, 'source' | 'coordinate'> {
  readonly nulls: EmptyCounts
}
