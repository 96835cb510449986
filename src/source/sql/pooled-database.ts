import type { Database } from './dialect.ts'
import { queueFull } from './error.ts'
import { MAX_WAITING } from './limits.ts'
import { createPool } from './pool.ts'
import { beginOn, type HeldConnection, isLost } from './pooled-transaction.ts'
import { runOn } from './run-on.ts'
import type { Session, SessionKind } from './session.ts'
import type { DatabaseOptions } from './sql-source-options.ts'

/** A pool of sessions on which statements run prepared. */
export function openPooledDatabase(
  { name, poolSize = 10, idleTimeout = 60_000, maxWaiting = MAX_WAITING }: DatabaseOptions,
  { connect, errorOf }: SessionKind,
): Database {
  const proven = new WeakSet<Session>()
  const pool = createPool<Session>({
    size: poolSize,
    idleTimeout,
    maxWaiting,
    refuse: () => queueFull(name),
    open: () =>
      connect(lost => pool.discard(lost)).catch(error => {
        throw errorOf(error, true)
      }),
    end: session => session.end(),
    destroy: session => session.destroy(),
  })
  const run = <T>(session: Session, signal: AbortSignal, use: () => Promise<T>): Promise<T> =>
    runOn(session, { use, errorOf: error => errorOf(error, false), discard: pool.discard }, signal)

  /** Uses a session; the server may have closed one of the pool long ago: each such loss leaves one fewer, so this ends. */
  const withSession = async <T>(signal: AbortSignal, use: (session: Session) => Promise<T>): Promise<T> => {
    for (;;) {
      const session = await pool.acquire(signal)
      const reused = proven.has(session)
      try {
        const result = await use(session)
        proven.add(session)
        return result
      } catch (error) {
        if (!reused || signal.aborted || !isLost(error)) throw error
      }
    }
  }

  const hold = (session: Session): HeldConnection => ({
    execute: (statement, signal) => run(session, signal, () => session.execute(statement)),
    control: (sql, signal) => run(session, signal, () => session.control(sql)),
    release: () => pool.release(session),
    discard: () => pool.discard(session),
  })

  return {
    execute: (statement, signal) =>
      withSession(signal, async session => {
        try {
          return await run(session, signal, () => session.execute(statement))
        } finally {
          pool.release(session)
        }
      }),
    begin: signal => withSession(signal, session => beginOn(hold(session), signal)),
    [Symbol.asyncDispose]: () => pool[Symbol.asyncDispose](),
  }
}
