import { SourceError } from './source-error.ts'

/** The slots of a transaction in which nothing happened, as some of its steps failed: these have errors of their own. */
export function undone<E extends Error>(
  source: string,
  failures: readonly (E | undefined)[],
): readonly (E | SourceError)[] {
  const failed = failures.filter(failure => failure !== undefined)
  const error = new SourceError('Nothing was changed: another field of the transaction failed.', {
    reason: 'db_rolled_back',
    source,
    retryable: failed.every(failure => failure instanceof SourceError && failure.retryable),
  })
  return failures.map(failure => failure ?? error)
}
