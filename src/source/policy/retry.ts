import type { Attempt, Outcome, OutgoingCall, Policy } from '../call-policy.ts'
import { pause } from '../pause.ts'
import { type ErrorCode, SourceError } from '../source-error.ts'
import { createRetryBudget } from './retry-budget.ts'
import { upstreamFailed } from './upstream-failed.ts'

export interface RetryOptions {
  /** Most times that one call is tried again. */
  readonly retries: number
  /** From 0 up to 1. */
  readonly random: () => number
}

/** The shortest and the longest wait before a retry, in milliseconds; where in between is left to chance. */
const SHORTEST_WAIT = 25
const LONGEST_WAIT = 250

/** Codes of calls that were not sent. */
const REFUSALS: ReadonlySet<ErrorCode> = new Set(['REQUEST_CONCURRENCY_LIMITED', 'OPERATION_LIMIT_EXCEEDED'])

/**
 * Tries a call again whose method is idempotent, while its request has time and the source's retry budget lasts. A
 * connection that went stale costs none of the call's retries.
 */
export function withRetries({ retries, random }: RetryOptions): Policy {
  const budget = createRetryBudget()

  /** How long to wait before the call is tried again; undefined where it is not. */
  const waitOf = (call: OutgoingCall, outcome: Outcome, retried: number): number | undefined => {
    if (!call.idempotent || retried >= retries || !isRetryable(outcome)) return undefined
    const wait = Math.max(SHORTEST_WAIT + random() * (LONGEST_WAIT - SHORTEST_WAIT), outcome.retryAfter ?? 0)
    return wait < call.deadline - performance.now() ? wait : undefined
  }

  /** Goes on after a first try that has failed. */
  async function tryAgain<C extends OutgoingCall>(attempt: Attempt<C>, call: C, first: Outcome): Promise<Outcome> {
    let last = first
    for (let retried = 0, fresh = false; ; ) {
      const resend = last.stale === true && !fresh && (call.idempotent || call.reads)
      const wait = resend ? 0 : waitOf(call, last, retried)
      if (wait === undefined || !budget.spend()) break
      if (resend) fresh = true
      else retried++
      if (wait > 0 && !(await pause(wait, [call.signal, call.closing]))) break
      const next = await attempt(call)
      // What was not even sent says less than the failure before it.
      if (isRefusal(next)) break
      last = next
    }
    return last
  }

  return attempt => async call => {
    budget.enter()
    try {
      const first = await attempt(call)
      return first.value instanceof SourceError || first.stale ? await tryAgain(attempt, call, first) : first
    } finally {
      budget.leave()
    }
  }
}

/** The upstream failed, or says that it will answer later. */
function isRetryable({ value }: Outcome): boolean {
  if (!(value instanceof SourceError) || !value.retryable) return false
  return upstreamFailed(value) ? value.reason !== 'tls' : value.code === 'REQUEST_RATE_LIMITED'
}

function isRefusal({ value }: Outcome): boolean {
  return value instanceof SourceError && (value.reason === 'circuit_open' || REFUSALS.has(value.code))
}
