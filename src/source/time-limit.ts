import type { CallContext } from './call-context.ts'
import { SourceError } from './source-error.ts'

export interface TimeLimit extends Disposable {
  /** Aborted with a SourceError: out of time, or given up by the caller. */
  readonly signal: AbortSignal
}

/** The largest delay of a Node timer, in milliseconds. */
const MAX_DELAY = 2 ** 31 - 1

/** Which limit was the nearer one: the source's `timeout`, or the client request's `deadline`. */
export type LateReason = 'timeout' | 'deadline'

/**
 * Gives a call the smaller of its source's timeout and what is left until the request's deadline, both in milliseconds
 * (the deadline of `performance.now()`), and ends it with any of the signals. `late` makes the error of a call that is
 * out of time; that of a statement unless said.
 */
export function startTimeLimit(
  source: string,
  timeout: number,
  call: Pick<CallContext, 'signal' | 'deadline'>,
  closing: AbortSignal,
  late: (reason: LateReason) => SourceError = reason => lateStatement(source, reason),
): TimeLimit {
  const controller = new AbortController()
  const own = performance.now() + timeout
  const expire = () => controller.abort(late(call.deadline < own ? 'deadline' : 'timeout'))
  const cancel = () => controller.abort(cancelled(source, call.signal.reason))
  const close = () => controller.abort(closing.reason)
  let timer: NodeJS.Timeout | undefined
  // Node's timers count whole milliseconds and may ring early: the time is up by the clock that tells it everywhere. The
  // deadline may have moved on meanwhile.
  const wait = () => {
    const rest = Math.min(own, call.deadline) - performance.now()
    if (rest <= 0) expire()
    else timer = setTimeout(wait, Math.min(Math.ceil(rest), MAX_DELAY))
  }
  call.signal.addEventListener('abort', cancel, { once: true })
  closing.addEventListener('abort', close, { once: true })
  if (closing.aborted) close()
  else if (call.signal.aborted) cancel()
  else wait()
  return {
    signal: controller.signal,
    [Symbol.dispose]() {
      clearTimeout(timer)
      call.signal.removeEventListener('abort', cancel)
      closing.removeEventListener('abort', close)
    },
  }
}

/** The promise, or the signal's reason where that comes first. */
export function raceSignal<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason)
    if (signal.aborted) abort()
    signal.addEventListener('abort', abort, { once: true })
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort))
  })
}

function lateStatement(source: string, reason: LateReason): SourceError {
  const message = reason === 'timeout' ? 'The database did not answer in time.' : "The request's time was up."
  return new SourceError(message, { reason, source, retryable: true })
}

function cancelled(source: string, cause: unknown): SourceError {
  if (cause instanceof SourceError) return cause
  return new SourceError('The request was cancelled.', { code: 'INTERNAL_SERVER_ERROR', source, cause })
}
