import { SourceError } from './source-error.ts'

/** What every database can fail with, in words that are safe to show; none depends on the statement. */
const FAILURES = {
  db_lost: { reason: 'db_lost', message: 'The database could not be reached.', retryable: true },
  tls: { reason: 'tls', message: 'No secure connection to the database could be made.', retryable: true },
  db_saturated: { reason: 'db_saturated', message: 'The database takes no more work at the moment.', retryable: true },
  db_read_only: { reason: 'db_read_only', message: 'The database takes no writes at the moment.', retryable: true },
  db_conflict: {
    reason: 'db_conflict',
    message: 'The database gave up on a conflict with other work.',
    retryable: true,
  },
  db_error: { reason: 'db_error', message: 'The database could not run the statement.', retryable: false },
  /** A statement names a table or column that is not there, or may do so. */
  db_outdated: { reason: 'db_error', message: 'The database could not run the statement.', retryable: false },
  /** The schema names a table or column that the catalogue does not have. */
  db_mismatch: {
    reason: 'db_error',
    message: 'The database does not have what this field needs.',
    retryable: false,
  },
} as const

export type DatabaseFailure = keyof typeof FAILURES

export function databaseError(failure: DatabaseFailure, source: string, cause: unknown): SourceError {
  const outdated = failure === 'db_outdated'
  return new SourceError(FAILURES[failure].message, {
    ...FAILURES[failure],
    code: 'DOWNSTREAM_SERVICE_ERROR',
    source,
    outdated,
    cause,
  })
}
