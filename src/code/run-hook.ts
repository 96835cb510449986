import { asResolverError } from '../result/shown-error.ts'
import type { CallContext } from '../source/call-context.ts'
import { raceSignal } from '../source/time-limit.ts'
import { type OnHeld, tellHeld } from './held.ts'
import { isThenable } from './own-values.ts'
import { startRequestTime } from './request-time.ts'

/** What a hook returns, or the error of what it throws; an error where that does not come within the request's time. Never rejects. */
export async function runHook<T>(
  name: string,
  call: Pick<CallContext, 'signal' | 'deadline'>,
  onHeld: OnHeld | undefined,
  run: () => T | PromiseLike<T>,
): Promise<T | Error> {
  const start = performance.now()
  try {
    const value = attempt(run)
    tellHeld(onHeld, name, performance.now() - start)
    if (!isThenable(value)) return value
    const limit = startRequestTime(call, 'A hook')
    try {
      return await raceSignal(Promise.resolve(value), limit.signal)
    } finally {
      limit[Symbol.dispose]()
    }
  } catch (error) {
    return asResolverError(error)
  }
}

function attempt<T>(run: () => T | PromiseLike<T>): T | PromiseLike<T> {
  try {
    return run()
  } catch (error) {
    return Promise.reject(error)
  }
}
