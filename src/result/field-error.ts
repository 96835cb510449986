import { SourceError } from '../source/source-error.ts'
import { withoutStacks } from './without-stacks.ts'

export const MISSING = 'There is no value here, and the schema says that there always is one.'

/** The error of a value that can't stand where it was found; `expected` as in "a list", `cause` what was found, for the log. */
export function wrongShape(expected: string, source: string, cause?: Error): SourceError {
  const message = `${source === '' ? 'The resolver' : 'The source'} answered something else where ${expected} belongs.`
  if (!cause) return unfit(message, source)
  return new SourceError(message, { reason: 'wrong_shape', ...named(source), cause })
}

/** The error of an answer without a value that a binding needs of it. */
export function missingValue(name: string, source: string): SourceError {
  return unfit(`The source's answer has no "${name}", which this field needs.`, source)
}

/** The error of a field that has no value and must have one. */
export function missingAnswer(source: string): SourceError {
  return unfit(MISSING, source)
}

/** What resolvers answer is of no source. */
function named(source: string): { readonly source?: string } {
  return source === '' ? {} : { source }
}

const unfits = new Map<string, SourceError>()

/** The one error of a source with this message, in which only the schema's words are: it may stand at millions of positions. */
function unfit(message: string, source: string): SourceError {
  const id = `${source} ${message}`
  const known = unfits.get(id)
  if (known) return known
  const error = withoutStacks(() => new SourceError(message, { reason: 'wrong_shape', ...named(source) }))
  unfits.set(id, error)
  return error
}

/** The error of a list that is longer than was asked for. */
export function listTooLong(most: number, source: string): SourceError {
  return new SourceError(`The list is longer than the ${most} that were asked for.`, { reason: 'too_large', source })
}

/** The error of what a client gave a field. */
export function badInput(message: string): SourceError {
  return new SourceError(message, { code: 'BAD_USER_INPUT' })
}

/** The error of every field of an operation that can't be executed. */
export function invalidOperation(message: string): SourceError {
  return new SourceError(message, { code: 'GRAPHQL_VALIDATION_FAILED' })
}

/** The error of an operation that would gather or answer more than it may. */
export function limitExceeded(message: string): SourceError {
  return new SourceError(message, { code: 'OPERATION_LIMIT_EXCEEDED' })
}

/** The error of an answer of more bytes than it may have. */
export function answerTooLarge(limit: number): SourceError {
  return limitExceeded(`The answer is larger than ${limit} bytes.`)
}

/** The error of an operation whose answer is not there long after its deadline. */
export function lateAnswer(): SourceError {
  const message = 'The answer could not be written in the time that the request has.'
  return new SourceError(message, { reason: 'deadline' })
}

/** The error of a field that is not for the user. */
export function deniedField({
  code,
  message,
}: {
  readonly code: 'UNAUTHENTICATED' | 'FORBIDDEN' | 'REQUEST_RATE_LIMITED'
  readonly message: string
}): SourceError {
  return withoutStacks(() => new SourceError(message, { code }))
}

/** An error as a field may raise it: what is no SourceError is a fault of ours, masked. */
export function asFieldError(error: unknown): SourceError {
  if (isSourceError(error)) return error
  return new SourceError('Something went wrong inside the gateway.', { code: 'INTERNAL_SERVER_ERROR', cause: error })
}

export function isSourceError(value: unknown): value is SourceError {
  return value instanceof SourceError
}
