import type { CallContext } from './call-context.ts'
import { type CancelSignal, CancelSource } from './cancel.ts'
import { SourceError } from './source-error.ts'

/** Where each call has one it is disposed of in `finally`: of a function with `using` V8 makes no fast code. */
export interface TimeLimit extends Disposable {
  /** Aborted with a SourceError: out of time, or given up by the caller. */
  readonly signal: CancelSignal
}

/** The largest delay of a Node timer, in milliseconds. */
const MAX_DELAY = 2 ** 31 - 1

/** Which limit was the nearer one: the source's `timeout`, or the client request's `deadline`. */
export type LateReason = 'timeout' | 'deadline'

type LimitedCall = Pick<CallContext, 'signal' | 'deadline'>

/**
 * Gives a call the smaller of its source's timeout and what is left until the request's deadline, both in milliseconds
 * (the deadline of `performance.now()`), and ends it with any of the signals. `late` makes the error of a call that is
 * out of time; that of a statement unless said.
 */
export function startTimeLimit(
  source: string,
  timeout: number,
  call: LimitedCall,
  closing: CancelSignal,
  late: (reason: LateReason) => SourceError = reason => lateStatement(source, reason),
): TimeLimit {
  return new RunningLimit(source, timeout, call, closing, late)
}

/** Why a call ends now, if it does: the source is closed, its client has gone, or its time is up. */
export function endOf(source: string, { signal, deadline }: LimitedCall, closing: CancelSignal): unknown {
  if (closing.aborted) return closing.reason
  if (signal.aborted) return cancelled(source, signal.reason)
  return deadline <= performance.now() ? lateStatement(source, 'deadline') : undefined
}

class RunningLimit extends CancelSource implements TimeLimit {
  readonly #source: string
  /** When the source's timeout is over. */
  readonly #own: number
  /** Until it is disposed of: the source's signal, which has many listeners, may hold this one for long. */
  #call: LimitedCall | undefined
  readonly #closing: CancelSignal
  readonly #late: (reason: LateReason) => SourceError
  readonly #onAbort = () => this.#look()
  #timer: NodeJS.Timeout | undefined

  constructor(
    source: string,
    timeout: number,
    call: LimitedCall,
    closing: CancelSignal,
    late: (reason: LateReason) => SourceError,
  ) {
    super()
    this.#source = source
    this.#own = performance.now() + timeout
    this.#call = call
    this.#closing = closing
    this.#late = late
    this.#look()
    if (this.aborted) return
    call.signal.addEventListener('abort', this.#onAbort)
    closing.addEventListener('abort', this.#onAbort)
  }

  get signal(): CancelSignal {
    return this
  }

  /** Ends the call where it has to end; if not, looks again when its time is up. */
  #look(): void {
    if (!this.#call) return
    const { signal, deadline } = this.#call
    const rest = Math.min(this.#own, deadline) - performance.now()
    if (this.#closing.aborted) this.abort(this.#closing.reason)
    else if (signal.aborted) this.abort(cancelled(this.#source, signal.reason))
    else if (rest <= 0) this.abort(this.#late(deadline < this.#own ? 'deadline' : 'timeout'))
    // Node's timers count whole milliseconds and may ring early: the time is up by the clock that tells it everywhere. The
    // deadline may have moved on meanwhile.
    else if (rest !== Number.POSITIVE_INFINITY)
      this.#timer = setTimeout(this.#onAbort, Math.min(Math.ceil(rest), MAX_DELAY))
  }

  override abort(reason: unknown): void {
    this[Symbol.dispose]()
    super.abort(reason)
  }

  [Symbol.dispose](): void {
    clearTimeout(this.#timer)
    this.#call?.signal.removeEventListener('abort', this.#onAbort)
    this.#closing.removeEventListener('abort', this.#onAbort)
    this.#call = undefined
  }
}

/** The promise, or the signal's reason where that comes first. */
export function raceSignal<T>(promise: Promise<T>, signal: CancelSignal): Promise<T> {
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
