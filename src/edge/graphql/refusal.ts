import type { GraphQLFormattedError } from 'graphql'
import type { Rate } from '../../plan/user/rate.ts'
import type { ErrorCode } from '../../source/source-error.ts'

/** An answer to a request that is not executed. */
export interface Refusal {
  readonly refused: true
  /** HTTP status; for GraphQL's own request errors only where the client accepts `application/graphql-response+json`. */
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly errors: readonly GraphQLFormattedError[]
  /** Whether it is a well-formed GraphQL request with an error in its document or variables. */
  readonly wellFormed: boolean
}

/** Refuses a request that is no GraphQL request. */
export function refuse(status: number, message: string, headers: Readonly<Record<string, string>> = {}): Refusal {
  return { refused: true, status, headers, errors: [codedError('BAD_USER_INPUT', message)], wellFormed: false }
}

/** Refuses a GraphQL request for what is in it. */
export function refuseOperation(errors: readonly GraphQLFormattedError[]): Refusal {
  return { refused: true, status: 400, headers: {}, errors, wellFormed: true }
}

/**
 * Refuses the hash of a query that a client hopes to be kept here (automatic persisted queries), which then sends the query. Clients know
 * it by the message or the code; behind another status than 200 some take it for a failure of the network.
 */
export function refusePersisted(): Refusal {
  return refuseHash('PERSISTED_QUERY_NOT_SUPPORTED', 'PersistedQueryNotSupported')
}

/** Refuses an id or a hash of which no operation is known; in the same way. */
export function refuseUnknownDocument(): Refusal {
  return refuseHash('PERSISTED_QUERY_NOT_FOUND', 'PersistedQueryNotFound')
}

function refuseHash(code: ErrorCode, message: string): Refusal {
  return { refused: true, status: 200, headers: {}, errors: [codedError(code, message)], wellFormed: true }
}

/** Refuses an operation that is none of those that are known, where only they are run. */
export function refuseUntrusted(): Refusal {
  const message = 'Only operations that are known here are run. Ask for one of them by its "documentId".'
  return refuseOperation([codedError('PERSISTED_QUERY_ONLY', message)])
}

/** Refuses a token that is not valid (RFC 6750, section 3.1), or what is sent in its place. */
export function refuseToken(message: string, challenge = 'Bearer error="invalid_token"'): Refusal {
  const headers = { 'www-authenticate': challenge }
  return { refused: true, status: 401, headers, errors: [codedError('UNAUTHENTICATED', message)], wellFormed: false }
}

/** Refuses headers that say who the user is, from others than the proxy that may. */
export function refuseForeignUser(names: readonly string[]): Refusal {
  const message = `Only a trusted proxy may send ${names.join(', ')}. If this is one, list its address by --trusted-proxies.`
  return { refused: true, status: 403, headers: {}, errors: [codedError('FORBIDDEN', message)], wellFormed: false }
}

/** Refuses a client that asks too often (RFC 6585, section 4), for `reset` seconds; `told` are the headers that say how often it may. */
export function refuseRate(
  reset: number,
  told: Readonly<Record<string, string>>,
  message = `Too many requests. Try again in ${reset} s.`,
): Refusal {
  const errors = [codedError('REQUEST_RATE_LIMITED', message)]
  return { refused: true, status: 429, headers: { 'retry-after': String(reset), ...told }, errors, wellFormed: false }
}

/** Refuses a request that the gateway can't serve now; the reason is for the log, not for the client. */
export function refuseForNow(
  status: 500 | 503,
  message: string,
  headers: Readonly<Record<string, string>> = {},
): Refusal {
  return { refused: true, status, headers, errors: [codedError('INTERNAL_SERVER_ERROR', message)], wellFormed: false }
}

/** Refuses what may be taken in a moment. */
export function refuseForAMoment(why: string): Refusal {
  return refuseForNow(503, `${why} Try again in a moment.`, { 'retry-after': '1' })
}

/** Refuses an operation that may cost more than a client may spend at all. */
export function refuseCost({ limit, window }: Rate): Refusal {
  const message = `The operation may cost more than ${limit}, which is all that a client may spend in ${window} s.`
  const extensions = { code: 'OPERATION_LIMIT_EXCEEDED', limit: 'cost', most: limit } as const
  return refuseOperation([{ message, extensions }])
}

export function isRefusal(value: object): value is Refusal {
  return 'refused' in value
}

function codedError(code: ErrorCode, message: string): GraphQLFormattedError {
  return { message, extensions: { code } }
}

/** Nobody reads it. */
export const CLIENT_HAS_GONE = refuseForNow(503, 'The client has gone.')
