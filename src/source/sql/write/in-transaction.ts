import type { CancelSignal } from '../../cancel.ts'
import { SourceError } from '../../source-error.ts'
import type { Transaction } from '../dialect.ts'
import { UpsertRace } from './upsert-rows.ts'

/** A transaction that the database gave up for others is done again as often as this. */
const REPEATS = 2

type Begin = (signal: CancelSignal) => Promise<Transaction>

/** How one step of a transaction is run: with a signal that ends it in time. */
export type Step = <T>(step: (signal: CancelSignal) => Promise<T>) => Promise<T>

/** Waits before a transaction is done again, and answers whether there is time for that. */
export type Pause = (attempt: number) => Promise<boolean>

/**
 * Does work in one transaction: all of it or nothing. After a deadlock nothing has happened, and all of it is done again,
 * twice at most; after a refusal of a server that takes no writes, once, on another connection. Once a COMMIT has been sent and not answered it never is. Rejects with what the work failed with, and says in the message where the outcome is unknown.
 */
export async function inTransaction<T>(
  begin: Begin,
  step: Step,
  faultOf: (error: unknown) => { readonly kind: string } | undefined,
  pause: Pause,
  work: (transaction: Transaction) => Promise<T>,
): Promise<T> {
  let wasRefused = false
  for (let attempt = 0; ; attempt++) {
    try {
      return await attemptOnce(begin, step, work)
    } catch (error) {
      const mayRepeat = !(error instanceof UnknownOutcome) && isConflict(error, faultOf)
      if (attempt < REPEATS && mayRepeat && (await pause(attempt))) continue
      const isRefused = error instanceof SourceError && error.reason === 'db_read_only'
      if (isRefused && !wasRefused) {
        wasRefused = true
        continue
      }
      throw error instanceof UnknownOutcome ? error.error : error
    }
  }
}

async function attemptOnce<T>(begin: Begin, step: Step, work: (transaction: Transaction) => Promise<T>): Promise<T> {
  await using transaction = await step(begin)
  const answer = await work(transaction)
  try {
    await step(signal => transaction.commit(signal))
  } catch (error) {
    throw commitFailure(error)
  }
  return answer
}

/** A COMMIT that the database refused has not happened; of one that it did not answer nobody knows. */
class UnknownOutcome extends Error {
  override readonly name = 'UnknownOutcome'
  readonly error: SourceError

  constructor(error: SourceError) {
    super('the COMMIT was not answered', { cause: error })
    this.error = error
  }
}

function commitFailure(error: unknown): unknown {
  if (!(error instanceof SourceError)) return error
  const refused = error.code === 'DOWNSTREAM_SERVICE_ERROR' && error.reason !== 'db_lost'
  if (refused) return error
  const { kind, source, cause } = error
  const message = `${error.message.replace(/\.$/, '')}; the outcome of the mutation is unknown.`
  return new UnknownOutcome(
    new SourceError(message, { ...kind, ...(source && { source }), retryable: false, cause: cause ?? error }),
  )
}

/** Whether other work was in the way: nothing has happened, and the same may succeed now. */
function isConflict(error: unknown, faultOf: (error: unknown) => { readonly kind: string } | undefined): boolean {
  if (error instanceof UpsertRace) return true
  return error instanceof SourceError && faultOf(error.cause)?.kind === 'conflict'
}
