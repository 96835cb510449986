import { GraphQLError, type GraphQLFormattedError, Kind } from 'graphql'
import type { ErrorCode, SourceError } from '../source/source-error.ts'
import type { Locate } from './document-positions.ts'
import { isSourceError, MISSING } from './field-error.ts'
import { ShownError } from './shown-error.ts'

/** What the log is told of a failed field. */
export interface FieldFailure {
  readonly message: string
  readonly path: readonly (string | number)[] | undefined
  readonly extensions: Readonly<Record<string, unknown>>
  /** What happened inside, never for a client. */
  readonly cause: unknown
}

/**
 * Rewrites an execution error, whichever executor made it, into what a client may see: a coded error in our words,
 * without values, stack or inner cause. The inside goes to `onFailure`. `source` is the one whose answer the field read.
 * `locate` tells where its nodes stand, for a document without positions.
 */
export function toClientError(
  error: GraphQLError,
  source: string,
  locate: Locate,
  onFailure: (failure: FieldFailure) => void,
): GraphQLFormattedError {
  const { message, extensions } = describeError(error, source)
  const { originalError, path } = error
  const locations = error.locations ?? locate(error.nodes)
  onFailure({ message, path, extensions, cause: originalError?.cause ?? originalError ?? error })
  return { message, ...(locations && { locations }), ...(path && { path }), extensions }
}

/** An error of the request itself, before anything was executed. */
export function requestError(code: ErrorCode, error: GraphQLError, locate?: Locate): GraphQLFormattedError {
  const locations = error.locations ?? locate?.(error.nodes)
  return { message: bounded(error.message), ...(locations && { locations }), extensions: { code } }
}

/** A failed field as any server on graphql-js may show it: servers mask what has another original error. */
export function toGraphQLError(error: SourceError | ShownError): GraphQLError {
  if (error instanceof ShownError) return new GraphQLError(bounded(error.message), { extensions: error.extensions })
  return new GraphQLError(error.message, { extensions: extensionsOf(error) })
}

/** Most characters of a message in which names and values of the client may stand. */
const MOST_OF_A_MESSAGE = 2_000

/** Each of many errors could show the same long value. */
function bounded(message: string): string {
  return message.length > MOST_OF_A_MESSAGE ? `${message.slice(0, MOST_OF_A_MESSAGE - 1).toWellFormed()}…` : message
}

function extensionsOf(error: SourceError): Record<string, unknown> {
  const { code, source, reason, retryable, status, upstreamCode } = error
  return withoutAbsent({ code, source, reason, retryable, status, upstreamCode })
}

type Described = { readonly message: string; readonly extensions: Record<string, unknown> }

function describeError(error: GraphQLError, readFrom: string): Described {
  const { originalError } = error
  if (isSourceError(originalError)) return { message: originalError.message, extensions: extensionsOf(originalError) }
  if (originalError instanceof ShownError)
    return { message: bounded(originalError.message), extensions: { ...originalError.extensions } }
  if (!error.path || error.nodes?.some(({ kind }) => kind !== Kind.FIELD))
    return { message: bounded(error.message), extensions: { code: 'BAD_USER_INPUT', ...error.extensions } }
  const isNull = originalError !== undefined && !(originalError instanceof GraphQLError)
  return {
    message: isNull ? MISSING : 'The value here is not of the type that the schema says.',
    extensions: withoutAbsent({
      code: 'RESPONSE_VALIDATION_FAILED',
      source: readFrom || undefined,
      reason: 'wrong_shape',
      retryable: false,
    }),
  }
}

function withoutAbsent(extensions: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(extensions).filter(([, value]) => value !== undefined))
}
