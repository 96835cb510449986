import { TemplateValueError } from '../../plan/evaluate.ts'
import { SourceError } from '../source-error.ts'

/** What every database can fail with, in words that are safe to show; none depends on the statement. */
const FAILURES = {
  db_lost: { message: 'The database could not be reached.', retryable: true },
  tls: { message: 'No secure connection to the database could be made.', retryable: true },
  db_saturated: { message: 'The database takes no more work at the moment.', retryable: true },
  db_read_only: { message: 'The database takes no writes at the moment.', retryable: true },
  db_conflict: { message: 'The database gave up on a conflict with other work.', retryable: true },
  db_error: { message: 'The database could not run the statement.', retryable: false },
} as const

export type DatabaseFailure = keyof typeof FAILURES

export function databaseError(reason: DatabaseFailure, source: string, cause: unknown): SourceError {
  const { message, retryable } = FAILURES[reason]
  return new SourceError(message, { code: 'DOWNSTREAM_SERVICE_ERROR', reason, source, retryable, cause })
}

/** For one too many that would wait until the database has room for it. */
export function queueFull(source: string): SourceError {
  const message = 'Too many calls wait for the database already; nothing was sent.'
  return new SourceError(message, { code: 'REQUEST_CONCURRENCY_LIMITED', source, retryable: true })
}

export function badUserInput(message: string, source: string, cause?: unknown): SourceError {
  return new SourceError(message, { code: 'BAD_USER_INPUT', source, cause })
}

export function wrongShape(message: string, source: string, cause?: unknown): SourceError {
  return new SourceError(message, { code: 'RESPONSE_VALIDATION_FAILED', reason: 'wrong_shape', source, cause })
}

/** The slot's error for whatever was thrown on the way. */
export function toSourceError(error: unknown, source: string): SourceError {
  if (error instanceof SourceError) return error
  if (!(error instanceof TemplateValueError)) return databaseError('db_error', source, error)
  const message = 'A list or an object stands where the statement needs a single value.'
  return error.root === 'args' ? badUserInput(message, source, error) : wrongShape(message, source, error)
}
