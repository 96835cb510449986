import { SourceError } from './source-error.ts'

/** What every database can fail with, in words that are safe to show; none depends on the statement. */
const FAILURES = {
  db_lost: { reason: 'db_lost', message: 'The database could not be reached.' },
  tls: { reason: 'tls', message: 'No secure connection to the database could be made.' },
  db_saturated: { reason: 'db_saturated', message: 'The database takes no more work at the moment.' },
  db_read_only: { reason: 'db_read_only', message: 'The database takes no writes at the moment.' },
  db_conflict: {
    reason: 'db_conflict',
    message: 'The database gave up on a conflict with other work.',
  },
  db_error: { reason: 'db_error', message: 'The database could not run the statement.' },
  /** A statement names a table or column that is not there, or may do so. */
  db_outdated: { reason: 'db_error', message: 'The database could not run the statement.' },
  /** The schema names a table or column that the catalogue does not have. */
  db_mismatch: {
    reason: 'db_error',
    message: 'The database does not have what this field needs.',
  },
} as const

export type DatabaseFailure = keyof typeof FAILURES

export function databaseError(failure: DatabaseFailure, source: string, cause: unknown): SourceError {
  const outdated = failure === 'db_outdated'
  return new SourceError(FAILURES[failure].message, {
    ...FAILURES[failure],
    source,
    outdated,
    cause,
  })
}
