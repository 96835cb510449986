import type { SourceError } from '../source-error.ts'
import { isLost } from './pooled-transaction.ts'
import type { Session } from './session.ts'

interface Use<T> {
  /** Rejects with the driver's error. */
  readonly use: () => Promise<T>
  readonly errorOf: (error: unknown) => SourceError
  /** Takes the session out of its pool and breaks it. */
  readonly discard: (session: Session) => void
}

/**
 * Runs a statement on a session. Rejects with a SourceError or the signal's reason. A late statement costs its session:
 * what is still to come on it belongs to nobody; so does one that is lost. Any other goes on.
 */
export function runOn<T>(session: Session, { use, errorOf, discard }: Use<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = () => {
      discard(session)
      reject(signal.reason)
    }
    // Given up between getting the session and using it.
    if (signal.aborted) {
      abort()
      return
    }
    signal.addEventListener('abort', abort, { once: true })
    const settle = (end: () => void) => {
      if (signal.aborted) return
      signal.removeEventListener('abort', abort)
      end()
    }
    use().then(
      result => settle(() => resolve(result)),
      error =>
        settle(() => {
          const failure = errorOf(error)
          if (isLost(failure)) discard(session)
          reject(failure)
        }),
    )
  })
}
