import type { CallBudget } from '../../call-budget.ts'
import type { CancelSignal } from '../../cancel.ts'
import { databaseError } from '../../database-error.ts'
import { whenHere } from '../../soon.ts'
import type { SourceError } from '../../source-error.ts'
import type { Database, ResultSet, Statement } from '../dialect.ts'
import { answerTooLarge, queueFull } from '../error.ts'
import { MAX_WAITING } from '../limits.ts'
import type { DatabaseOptions } from '../sql-source-options.ts'
import { AnswerTooLarge } from './answer-bytes.ts'
import { createPool } from './pool.ts'
import { beginOn, type HeldConnection, isLost } from './pooled-transaction.ts'
import { reclaim } from './reclaim.ts'
import { runOnSession, type UseOfSession } from './run-on-session.ts'
import type { Session, SessionKind } from './session.ts'
import { createStatementKiller } from './statement-killer.ts'

/** A pool of sessions on which statements run prepared. */
export function openPooledDatabase(
  { name, poolSize = 10, idleTimeout = 60_000, maxWaiting = MAX_WAITING }: DatabaseOptions,
  kind: SessionKind,
): Database {
  const { connect, refusesWrites } = kind
  const errorOf = (error: unknown, connecting: boolean) =>
    error instanceof AnswerTooLarge ? answerTooLarge(error.maxBytes, name) : kind.errorOf(error, connecting)
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
  const killer = createStatementKiller(kind)

  const runOn = (
    session: Session,
    statement: Statement,
    way: 'read' | 'execute',
    use: UseOfSession,
    signal: CancelSignal,
  ): Promise<ResultSet> => {
    const run = () => {
      statement.onSent?.()
      return session[way](statement)
    }
    return runOnSession(session, run, use, signal)
  }

  /**
   * What only reads, or has not begun, is done once more on a new session where the first one broke: the server may have
   * closed it long ago, or it broke in the middle.
   */
  const withSession = <T>(
    signal: CancelSignal,
    calls: CallBudget,
    use: (session: Session) => Promise<T>,
  ): Promise<T> => {
    const again = (error: unknown) => {
      if (signal.aborted || !isLost(error)) throw error
      // What broke it may have broken the others too.
      pool.renew()
      if (calls.spend()) throw error
      return whenHere(pool.acquire(signal, calls), use)
    }
    return whenHere(pool.acquire(signal, calls), session => use(session).catch(again))
  }

  const onLate: UseOfSession['onLate'] = (late, answered) =>
    void reclaim(late, answered, killer).then(
      () => pool.release(late),
      () => pool.discard(late),
    )
  const inTransaction = (control: boolean) => ({
    errorOf: (error: unknown) =>
      refusesWrites(error, control) ? databaseError('db_read_only', name, error) : errorOf(error, false),
    onLost(lost: Session, failure?: SourceError) {
      pool.discard(lost)
      // The others may be broken too, or lead to a server that was the primary.
      if (failure?.reason !== 'too_large') pool.renew()
    },
  })
  const reading = {
    errorOf: (error: unknown) => errorOf(error, false),
    onLost: pool.discard,
    onFree: pool.release,
    onLate,
  }
  const writing = { ...inTransaction(false), onLate }
  // A COMMIT that has been sent is left to the server.
  const controlling = { ...inTransaction(true), onLate: pool.discard }
  const hold = (session: Session): HeldConnection => ({
    begin: signal => runOnSession(session, session.begin, controlling, signal),
    execute: (statement, signal) => runOn(session, statement, 'execute', writing, signal),
    control: (sql, signal) => runOnSession(session, () => session.control(sql), controlling, signal),
    release: () => pool.release(session),
    discard: () => pool.discard(session),
  })

  return {
    execute: (statement, signal, calls) =>
      withSession(signal, calls, session => runOn(session, statement, 'read', reading, signal)),
    begin: (signal, calls) => withSession(signal, calls, session => beginOn(hold(session), signal)),
    state: () => pool.state(),
    async [Symbol.asyncDispose]() {
      await pool[Symbol.asyncDispose]()
      await killer[Symbol.asyncDispose]()
    },
  }
}
