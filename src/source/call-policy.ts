import type { CallBudget } from './call-budget.ts'
import type { CallContext } from './call-context.ts'
import type { CallRecord } from './call-record.ts'
import type { CancelSignal } from './cancel.ts'
import type { Slot } from './source.ts'

/** One call of a source as its policies see it; its deadline may move on while it is under way. */
export interface OutgoingCall extends Pick<CallContext, 'signal' | 'deadline' | 'calls'> {
  /** Aborted when the source is closed. */
  readonly closing: CancelSignal
  /** Whether its method may be sent twice (RFC 9110, 9.2.2). */
  readonly idempotent: boolean
  /** Whether it only reads: it may be sent again where the upstream never saw it, whatever its method. */
  readonly reads: boolean
  /** What calls have in common that one answer does for; absent where a call is its own. */
  readonly identity?: string | undefined
  /** Where it is recorded; undefined where nobody looks. */
  readonly record?: CallRecord | undefined
  /** The other requests that wait for it. */
  readonly joined?: readonly CallBudget[]
  /** Set by who lets the call wait in a line: told of every request that joins it. */
  onJoin?: ((request: CallBudget) => void) | undefined
}

/** What one try of a call came to. */
export interface Outcome {
  /** The answer's value or a SourceError, as the call that was made reads it. */
  readonly value: Slot
  /** What the value was read from, where something came back; a call that joined another one reads it for itself. */
  readonly answer?: unknown
  /** Whether another call, which was under way, was waited for. */
  readonly joined?: boolean
  /** Whether the answer is one that was kept; the call reads it for itself. */
  readonly cached?: boolean
  /** Whether it is for the request that made it alone: what it may ask of sources is used up. */
  readonly isOfRequest?: boolean
  /** How long the upstream asks to be left alone, in milliseconds. */
  readonly retryAfter?: number | undefined
  /** The upstream closed an idle connection while the request was on its way: it never saw it. */
  readonly stale?: boolean
}

/** Makes one try of a call. Its errors are outcomes: it never rejects. */
export type Attempt<C extends OutgoingCall> = (call: C) => Promise<Outcome>

/** Decides whether, when and how often a call is tried. */
export type Policy = <C extends OutgoingCall>(attempt: Attempt<C>) => Attempt<C>
