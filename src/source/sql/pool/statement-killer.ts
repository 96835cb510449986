import type { CancelSignal } from '../../cancel.ts'
import type { Backend, Session, SessionKind } from './session.ts'

export interface StatementKiller extends AsyncDisposable {
  /**
   * Resolves once the server has ended what runs in the session, or has seen that nothing does. Rejects where it could
   * not be told, and asks nothing once the signal is aborted.
   */
  kill(backend: Backend, signal: CancelSignal): Promise<void>
}

/** How long the server may take to answer, in milliseconds. */
const PATIENCE = 1_000

/** Ends statements from one session of its own, which is opened for the first of them and kept. */
export function createStatementKiller({
  connect,
  killStatement,
}: Pick<SessionKind, 'connect' | 'killStatement'>): StatementKiller {
  let control: Promise<Session> | undefined
  /** A session runs one statement at a time: ends when those asked so far are answered. */
  let last: Promise<unknown> = Promise.resolve()

  const forget = (gone: Promise<Session>) => {
    if (control === gone) control = undefined
  }
  const reach = (): Promise<Session> => {
    if (control) return control
    const opening = connect(() => forget(opening))
    opening.catch(() => forget(opening))
    control = opening
    return opening
  }

  const killNow = async ({ server, id }: Backend, signal: CancelSignal) => {
    signal.throwIfAborted()
    const opening = reach()
    const session = await opening
    signal.throwIfAborted()
    // An address may lead to several servers: the same id is somebody else's there.
    if (session.backend?.server !== server) throw new Error('the session is on another server')
    const timer = setTimeout(() => {
      forget(opening)
      session.destroy()
    }, PATIENCE)
    try {
      await session.control(killStatement(id))
    } finally {
      clearTimeout(timer)
    }
  }

  return {
    kill(backend, signal) {
      const killed = last.then(() => killNow(backend, signal))
      last = killed.catch(() => undefined)
      return killed
    },
    async [Symbol.asyncDispose]() {
      await last
      const session = await control?.catch(() => undefined)
      const timer = setTimeout(() => session?.destroy(), PATIENCE)
      await session?.end()
      clearTimeout(timer)
    },
  }
}
