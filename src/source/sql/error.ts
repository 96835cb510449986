import { MissingClaim } from '../../plan/missing-claim.ts'
import { TemplateValueError } from '../../plan/template-value-error.ts'
import { claimError, unfitClaim } from '../claim-error.ts'
import { databaseError } from '../database-error.ts'
import { SourceError } from '../source-error.ts'
import type { SqlDialect } from './dialect.ts'

/** For one too many that would wait until the database has room for it. */
export function queueFull(source: string): SourceError {
  const message = 'Too many calls wait for the database already; nothing was sent.'
  return new SourceError(message, { code: 'REQUEST_CONCURRENCY_LIMITED', source })
}

/** For one that was ended so that others can be served. */
export function turnIsOver(source: string): SourceError {
  const message = 'The statement took long while others waited for the database file; it was ended.'
  return new SourceError(message, { code: 'REQUEST_CONCURRENCY_LIMITED', source })
}

export function badUserInput(message: string, source: string, cause?: unknown): SourceError {
  return new SourceError(message, { code: 'BAD_USER_INPUT', source, cause })
}

export function invalidRegex(source: string, cause: unknown): SourceError {
  return badUserInput('The database can not search by this regular expression.', source, cause)
}

export function wrongAnswerShape(message: string, source: string, cause?: unknown): SourceError {
  return new SourceError(message, { reason: 'wrong_shape', source, cause })
}

/** Whether a statement failed as a value on its way is beyond what the database computes with. */
export function isOutOfRange(error: SourceError, faultOf: SqlDialect['faultOf']): boolean {
  return error.code === 'DOWNSTREAM_SERVICE_ERROR' && faultOf(error.cause)?.kind === 'outOfRange'
}

/** For a statement that only reads. */
export function outOfRange(source: string, cause: unknown): SourceError {
  const message = 'The database could not compute this: a value is out of range.'
  return new SourceError(message, { reason: 'db_error', source, cause })
}

/** For more bytes than a statement may answer: nothing of the answer is kept. */
export function answerTooLarge(maxBytes: number, source: string): SourceError {
  const message = `The database's answer is larger than the source's maxResponseBytes of ${maxBytes}.`
  return new SourceError(message, { reason: 'too_large', source })
}

/** The slot's error for whatever was thrown on the way. */
export function toSourceError(error: unknown, source: string): SourceError {
  if (error instanceof SourceError) return error
  if (error instanceof MissingClaim) return claimError(error, source)
  if (!(error instanceof TemplateValueError)) return databaseError('db_error', source, error)
  if (error.root === 'jwt') return unfitClaim(source, error)
  const message = 'A list or an object stands where the statement needs a single value.'
  return error.root === 'args' ? badUserInput(message, source, error) : wrongAnswerShape(message, source, error)
}
