import type { CancelSignal } from '../../cancel.ts'
import type { SourceError } from '../../source-error.ts'
import { endsSession } from './pooled-transaction.ts'
import type { Session } from './session.ts'

/** What becomes of a session. */
export interface UseOfSession {
  /** Of the driver's error. */
  readonly errorOf: (error: unknown) => SourceError
  /** The session has answered, and may run another statement. */
  readonly onFree?: (session: Session) => void
  /** The session must not be used again, for this failure if there is one. */
  readonly onLost: (session: Session, failure?: SourceError) => void
  /** Nobody waits any more for what the session is asked. */
  readonly onLate: (session: Session, answered: Promise<unknown>) => void
}

/**
 * Runs a statement on a session by what rejects with the driver's error. Rejects with a SourceError or the signal's reason. Exactly
 * one of the three is told what becomes of the session.
 */
export function runOnSession<T>(
  session: Session,
  run: () => Promise<T>,
  { errorOf, onFree, onLost, onLate }: UseOfSession,
  signal: CancelSignal,
): Promise<T> {
  return new Promise((resolve, reject) => {
    // Given up between getting the session and using it, which leaves it as it was.
    if (signal.aborted) {
      if (onFree) onFree(session)
      else onLost(session)
      reject(signal.reason)
      return
    }
    const answered = run()
    const abort = () => {
      onLate(session, answered)
      reject(signal.reason)
    }
    signal.addEventListener('abort', abort, { once: true })
    answered.then(
      result => {
        if (signal.aborted) return
        signal.removeEventListener('abort', abort)
        onFree?.(session)
        resolve(result)
      },
      error => {
        if (signal.aborted) return
        signal.removeEventListener('abort', abort)
        const failure = errorOf(error)
        if (endsSession(failure)) onLost(session, failure)
        else onFree?.(session)
        reject(failure)
      },
    )
  })
}
