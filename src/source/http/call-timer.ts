/** Ends one call when its time is up. */
export interface CallTimer extends Disposable {
  readonly signal: AbortSignal
  /** Which limit is the nearer one: the source's `timeout`, or the client request's `deadline`. */
  readonly limit: 'timeout' | 'deadline'
}

/** Beyond it Node's timers fire at once. */
const LONGEST_TIMER = 2 ** 31 - 1

/** Starts the clock: `timeout` and `left`, what the request has left, are in milliseconds. */
export function startCallTimer(timeout: number, left: number): CallTimer {
  const controller = new AbortController()
  const timer = setTimeout(() => controller.abort(), Math.min(timeout, left, LONGEST_TIMER))
  return {
    signal: controller.signal,
    limit: left < timeout ? 'deadline' : 'timeout',
    [Symbol.dispose]: () => clearTimeout(timer),
  }
}
