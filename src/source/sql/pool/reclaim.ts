import { setTimeout } from 'node:timers/promises'
import type { CancelSignal } from '../../cancel.ts'
import { raceSignal } from '../../time-limit.ts'
import type { Session } from './session.ts'
import type { StatementKiller } from './statement-killer.ts'

/** How long it may take, in milliseconds. */
const PATIENCE = 1_000

/** The first pause before the server is asked again, and the longest, in milliseconds. */
const FIRST_PAUSE = 10
const LONGEST_PAUSE = 80

/**
 * Ends the statement that nobody waits for any more, and undoes the transaction that it may be in. Resolves once the
 * server has answered all: nothing that was asked can hit what runs on the session next. Rejects for a session that must not be used again.
 */
export async function reclaim(session: Session, answered: Promise<unknown>, killer: StatementKiller): Promise<void> {
  const { backend, cancel } = session
  const stop = backend ? (signal: CancelSignal) => killer.kill(backend, signal) : cancel
  if (!stop) throw new Error('the session has no name')
  const abandoned = new AbortController()
  const { signal } = abandoned
  const patience = globalThis.setTimeout(() => abandoned.abort(new Error('the server did not end it')), PATIENCE)
  try {
    let over = false
    const end = answered.then(
      () => undefined,
      () => undefined,
    )
    void end.then(() => {
      over = true
    })
    for (let pause = FIRST_PAUSE; !over; pause = Math.min(2 * pause, LONGEST_PAUSE)) {
      await raceSignal(stop(signal), signal)
      // It may have come to the server before the statement did, which may wait in a pooler.
      await Promise.race([end, setTimeout(pause, undefined, { signal })])
    }
    await raceSignal(session.control('ROLLBACK'), signal)
  } finally {
    clearTimeout(patience)
    abandoned.abort()
  }
}
