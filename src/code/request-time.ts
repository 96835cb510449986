import type { CallContext } from '../source/call-context.ts'
import { CancelSource } from '../source/cancel.ts'
import { SourceError } from '../source/source-error.ts'
import { startTimeLimit, type TimeLimit } from '../source/time-limit.ts'

/** Nothing closes code before the request has ended. */
const NEVER = new CancelSource()

/** Gives code of one's own, `The resolver` or `A hook`, what is left of its request's time. */
export function startRequestTime(call: Pick<CallContext, 'signal' | 'deadline'>, what: string): TimeLimit {
  return startTimeLimit('', Number.POSITIVE_INFINITY, call, NEVER, () => outOfTime(what))
}

/** The error of code that is out of time. */
export function outOfTime(what: string): SourceError {
  return new SourceError(`${what} did not answer in the time that the request has.`, { reason: 'deadline' })
}
