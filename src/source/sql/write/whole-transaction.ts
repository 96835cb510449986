import { SourceError } from '../../source-error.ts'
import type { SqlDialect, Transaction } from '../dialect.ts'
import { endsSession } from '../pool/pooled-transaction.ts'
import type { Step } from './in-transaction.ts'

/** A statement has ended the transaction that it was run in: nobody can say any more that all has happened, or nothing. */
export class EndedTransaction extends Error {
  override readonly name = 'EndedTransaction'
  readonly error: SourceError

  constructor(source: string, cause: unknown) {
    super('a statement has ended its transaction', { cause })
    const message =
      'The procedure has ended the transaction itself (COMMIT, ROLLBACK, a change of a table): what was changed before may stay; the outcome of the mutation is unknown.'
    this.error = new SourceError(message, { reason: 'db_error', source, retryable: false, cause })
  }
}

const SAVEPOINT = 'sluice_whole'

export interface Whole {
  readonly transaction: Transaction
  readonly step: Step
  readonly source: string
  readonly dialect: Pick<SqlDialect, 'savepointIsGone' | 'faultOf'>
}

/**
 * Runs what may end the transaction, and rejects with EndedTransaction where it did, whatever else it came to: the savepoint before
 * it is gone then, also where it has begun another transaction.
 */
export async function inWholeTransaction<T>(whole: Whole, run: () => Promise<T>): Promise<T> {
  const { transaction, step, dialect } = whole
  if (!dialect.savepointIsGone) return await run()
  await step(signal => transaction.control(`SAVEPOINT ${SAVEPOINT}`, signal))
  let answer: T
  try {
    answer = await run()
  } catch (error) {
    // The server itself undoes what is in others' way; a session that is gone has undone all.
    if (error instanceof SourceError && !endsSession(error) && dialect.faultOf(error.cause)?.kind !== 'conflict')
      await release(whole)
    throw error
  }
  await release(whole)
  return answer
}

async function release({ transaction, step, source, dialect }: Whole): Promise<void> {
  try {
    await step(signal => transaction.control(`RELEASE SAVEPOINT ${SAVEPOINT}`, signal))
  } catch (error) {
    const isGone = error instanceof SourceError && dialect.savepointIsGone?.(error.cause)
    throw isGone ? new EndedTransaction(source, error.cause) : error
  }
}
