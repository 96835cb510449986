import type { CancelSignal } from '../../cancel.ts'
import type { Transaction } from '../dialect.ts'

/** A pool's connection while one transaction has it. */
export interface HeldConnection {
  /** As that of the Transaction; where it rejects with `db_lost`, `db_read_only`, `too_large` or the signal's reason, the connection has left the pool. */
  readonly execute: Transaction['execute']
  /** Begins a transaction that may write; rejects as `execute` does. */
  readonly begin: (signal: CancelSignal) => Promise<unknown>
  /** Runs a statement that takes no values; rejects as `execute` does. */
  readonly control: (sql: string, signal: CancelSignal) => Promise<unknown>
  readonly release: () => void
  /** Takes it out of the pool and breaks it. */
  readonly discard: () => void
}

/** How long the server may take to undo a transaction before its connection is given up, in milliseconds. */
const ROLLBACK_PATIENCE = 1_000

/** Begins a transaction on a connection whose session only reads otherwise. Rejects as `Database.begin` does. */
export async function beginOn(connection: HeldConnection, signal: CancelSignal): Promise<Transaction> {
  let state: 'open' | 'ended' | 'gone' = 'open'
  // After these it is no longer ours to give back.
  const watch = async <T>(answer: Promise<T>, signal: CancelSignal): Promise<T> => {
    try {
      return await answer
    } catch (error) {
      if (error === signal.reason || endsSession(error)) state = 'gone'
      throw error
    }
  }
  const control = (sql: string, signal: CancelSignal) => watch(connection.control(sql, signal), signal)
  const giveBack = async () => {
    if (state === 'open')
      await control('ROLLBACK', AbortSignal.timeout(ROLLBACK_PATIENCE)).catch(() => connection.discard())
    if (state !== 'gone') connection.release()
  }
  try {
    await watch(connection.begin(signal), signal)
  } catch (error) {
    await giveBack()
    throw error
  }
  return {
    execute: (statement, signal) => watch(connection.execute(statement, signal), signal),
    control,
    async commit(signal) {
      await control('COMMIT', signal)
      state = 'ended'
    },
    [Symbol.asyncDispose]: giveBack,
  }
}

/** Whether an error says that the connection is gone. */
export function isLost(error: unknown): boolean {
  return (error as { reason?: string }).reason === 'db_lost'
}

/**
 * Whether an error says that the connection is good for nothing more: it is gone, another one may lead to a server that takes
 * writes, or it was broken off in the middle of an answer.
 */
export function endsSession(error: unknown): boolean {
  const { reason } = error as { reason?: string }
  return isLost(error) || reason === 'db_read_only' || reason === 'too_large'
}
