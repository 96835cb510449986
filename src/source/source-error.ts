/**
 * The codes that clients see in `extensions.code`, with the `reason`s each may carry. The list is closed: names are
 * those that the GraphQL ecosystem already uses, and nobody matches on messages.
 *
 * @example
 * ```ts
 * import { ERROR_REASONS, type ErrorCode } from 'sluice'
 *
 * const code: ErrorCode = 'GATEWAY_TIMEOUT'
 * console.log(ERROR_REASONS[code].join()) // timeout,deadline
 * ```
 */
export const ERROR_REASONS = {
  DOWNSTREAM_SERVICE_ERROR: [
    'connect',
    'dns',
    'tls',
    'reset',
    'truncated',
    'redirect',
    'http_4xx',
    'http_5xx',
    'circuit_open',
    'db_lost',
    'db_conflict',
    'db_saturated',
    'db_read_only',
    'db_error',
    'db_rolled_back',
  ],
  GATEWAY_TIMEOUT: ['timeout', 'deadline'],
  RESPONSE_VALIDATION_FAILED: ['invalid_json', 'content_type', 'too_large', 'wrong_shape'],
  REQUEST_RATE_LIMITED: [],
  REQUEST_CONCURRENCY_LIMITED: [],
  UNAUTHENTICATED: [],
  FORBIDDEN: [],
  BAD_USER_INPUT: [],
  GRAPHQL_PARSE_FAILED: [],
  GRAPHQL_VALIDATION_FAILED: [],
  OPERATION_LIMIT_EXCEEDED: [],
  INTERNAL_SERVER_ERROR: [],
} as const

export type ErrorCode = keyof typeof ERROR_REASONS
export type ErrorReason = (typeof ERROR_REASONS)[ErrorCode][number]

export interface SourceErrorDetails {
  readonly code: ErrorCode
  readonly reason?: ErrorReason
  /** Name of the source, as in `@source(name:)`. */
  readonly source?: string
  /** HTTP status of the upstream's answer. */
  readonly status?: number
  /** Whether the same request may succeed when it is sent again. */
  readonly retryable?: boolean
  /** Whether the upstream is no longer what its catalogue said. */
  readonly outdated?: boolean
  /** What happened inside, for the log only. */
  readonly cause?: unknown
}

/**
 * One failed slot or call. Its `message` is safe to show to a client: it names no URL, SQL text, upstream body or host.
 * What happened inside is the `cause`.
 */
export class SourceError extends Error {
  override readonly name = 'SourceError'
  readonly code: ErrorCode
  readonly reason: ErrorReason | undefined
  readonly source: string | undefined
  readonly status: number | undefined
  readonly retryable: boolean
  readonly outdated: boolean

  constructor(message: string, details: SourceErrorDetails) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause })
    this.code = details.code
    this.reason = details.reason
    this.source = details.source
    this.status = details.status
    this.retryable = details.retryable ?? false
    this.outdated = details.outdated ?? false
  }
}
