/** What a code or a reason says of an error. */
interface ErrorTraits {
  /** When clients see it, for the docs. */
  readonly when: string
  /** Whether the same request may succeed when it is sent again, unless the error itself says otherwise. */
  readonly retryable?: true
}

interface ReasonTraits extends ErrorTraits {
  readonly code: string
  /** Whether the upstream did not answer as a healthy one does. An answer that makes no sense, and 4xx, are answers. */
  readonly unhealthy?: true
}

/**
 * The reasons that clients see in `extensions.reason`, each with the code that it goes with. The list is closed, and
 * nobody matches on messages.
 */
const REASONS = {
  connect: {
    code: 'DOWNSTREAM_SERVICE_ERROR',
    when: 'no connection to the source',
    retryable: true,
    unhealthy: true,
  },
  dns: {
    code: 'DOWNSTREAM_SERVICE_ERROR',
    when: 'its address was not found',
    retryable: true,
    unhealthy: true,
  },
  tls: {
    code: 'DOWNSTREAM_SERVICE_ERROR',
    when: 'no secure connection to the source or the database: a certificate that is not trusted or of another name, or no TLS there',
    retryable: true,
    unhealthy: true,
  },
  reset: {
    code: 'DOWNSTREAM_SERVICE_ERROR',
    when: 'the connection broke before the answer, or the answer was not HTTP',
    unhealthy: true,
  },
  truncated: {
    code: 'DOWNSTREAM_SERVICE_ERROR',
    when: "the connection broke in the answer's body",
    unhealthy: true,
  },
  redirect: {
    code: 'DOWNSTREAM_SERVICE_ERROR',
    when: 'the source answered 3xx, which is not followed, or no further',
  },
  http_4xx: {
    code: 'DOWNSTREAM_SERVICE_ERROR',
    when: 'it answered 4xx (but see the codes below, and 404 in the schema language)',
  },
  http_5xx: { code: 'DOWNSTREAM_SERVICE_ERROR', when: 'it answered 5xx', unhealthy: true },
  token: {
    code: 'DOWNSTREAM_SERVICE_ERROR',
    when: 'no access token for the source could be had (`oauth`); nothing was sent',
    retryable: true,
  },
  failed_answer: {
    code: 'DOWNSTREAM_SERVICE_ERROR',
    when: 'it answered 2xx, and the answer says itself that it is a failure (`error: { when, unless }`)',
  },
  circuit_open: {
    code: 'DOWNSTREAM_SERVICE_ERROR',
    when: 'it failed too often and is left alone for a moment; nothing was sent',
    retryable: true,
  },
  db_lost: {
    code: 'DOWNSTREAM_SERVICE_ERROR',
    when: "the database can't be reached, refuses the login, or ended the connection",
    retryable: true,
  },
  db_conflict: {
    code: 'DOWNSTREAM_SERVICE_ERROR',
    when: 'deadlock, lock wait, or a locked SQLite file',
    retryable: true,
  },
  db_saturated: {
    code: 'DOWNSTREAM_SERVICE_ERROR',
    when: 'the database has no connection to spare (`max_connections` and its like), or none of another resource',
    retryable: true,
  },
  db_read_only: {
    code: 'DOWNSTREAM_SERVICE_ERROR',
    when: 'the server takes no writes (a standby, `read_only`), also on a new connection; nothing has changed',
    retryable: true,
  },
  db_error: {
    code: 'DOWNSTREAM_SERVICE_ERROR',
    when: 'any other failure of a statement; also a table or column that the schema names and the database lacks',
  },
  db_rolled_back: {
    code: 'DOWNSTREAM_SERVICE_ERROR',
    when: 'nothing of this field was changed, as another one of its `@transaction` failed',
  },
  timeout: {
    code: 'GATEWAY_TIMEOUT',
    when: "the source's `timeout`, or its `connectTimeout`, is over",
    unhealthy: true,
  },
  deadline: { code: 'GATEWAY_TIMEOUT', when: 'the time of the whole request is over (`--request-timeout`)' },
  invalid_json: { code: 'RESPONSE_VALIDATION_FAILED', when: 'the answer, or a JSON column, is no JSON' },
  content_type: {
    code: 'RESPONSE_VALIDATION_FAILED',
    when: 'the answer says that it is something else than JSON in UTF-8',
  },
  too_large: {
    code: 'RESPONSE_VALIDATION_FAILED',
    when: "more bytes than the source's `maxResponseBytes`, more rows than its `maxRows`, more groups than its `maxGroups`, more items or pages than an API's list may have (`maxItems`, `maxPages`), or more than 16 KiB of headers",
  },
  wrong_shape: {
    code: 'RESPONSE_VALIDATION_FAILED',
    when: 'the answer does not fit the schema: an object for a scalar, null in a non-null field, several rows for one, no value at `select` or `by`, a value of another kind on the way of a path; a link that leads out of `baseURL`, pages that lead in a circle',
  },
} as const satisfies Readonly<Record<string, ReasonTraits>>

/** The codes without reasons. */
const PLAIN_CODES = {
  REQUEST_RATE_LIMITED: {
    when: 'the client asks more often than its [rate](rate-limits.md); the source answered 429',
  },
  REQUEST_CONCURRENCY_LIMITED: {
    when: "as many calls as the source's `maxWaiting` wait for a connection or for their turn already, and this one was not sent; or others waited for a reader of a SQLite file, and this statement had had it for long; or what requests under way have read takes half of the heap, and this one has more of it than it leaves to others",
    retryable: true,
  },
  UNAUTHENTICATED: {
    when: 'the token, the key or what a proxy says is not valid; the field is for [users](users.md), and there is none; the source answered 401',
  },
  FORBIDDEN: {
    when: 'the user lacks a scope or a claim that the field needs; headers that only a proxy may send; the source answered 403',
  },
  BAD_USER_INPUT: {
    when: "a variable of a wrong type, a value that can't be sent, a missing request header, a page or cursor that can't be, an id that is none or of another type, a value that a table does not take, a filter beyond its limits, a malformed request",
  },
  CONFLICT: {
    when: 'the row is no longer in the [version](schema-language/mutations.md#versions) that the client has read; nothing was changed',
  },
  PERSISTED_QUERY_NOT_SUPPORTED: {
    when: 'the request has the hash of a persisted query, and no query; the client then sends it with the next one',
  },
  PERSISTED_QUERY_NOT_FOUND: {
    when: 'the request has the id or the hash of an operation, and none of that is [known](trusted-documents.md); with `--apq` the client then sends the query',
  },
  PERSISTED_QUERY_ONLY: {
    when: 'only [trusted operations](trusted-documents.md) are run, and the query is none (`--only-trusted`)',
  },
  GRAPHQL_PARSE_FAILED: { when: 'the operation has a syntax error' },
  GRAPHQL_VALIDATION_FAILED: {
    when: "the operation does not fit the schema, or its `@transaction` has a field that can't be in one",
  },
  OPERATION_LIMIT_EXCEEDED: {
    when: 'the operation or its answer is beyond a [limit](configuration.md#fixed-limits): its bytes, tokens, fields, depth, cost, directives, the values in its variables, the objects that it reads, its calls to sources, the bytes of their answers and what they take in memory, the bytes of its own answer; or more than 1,000 fields of the answer failed',
  },
  INTERNAL_SERVER_ERROR: {
    when: 'anything else, without details; also a gateway that is still starting, and a request that was cancelled',
  },
} as const satisfies Readonly<Record<string, ErrorTraits>>

export type ErrorReason = keyof typeof REASONS
type PlainCode = keyof typeof PLAIN_CODES

/** What clients see in `extensions.code`; the names are those that the GraphQL ecosystem already uses. */
export type ErrorCode = (typeof REASONS)[ErrorReason]['code'] | PlainCode

export const REASON_TRAITS: Readonly<Record<ErrorReason, ReasonTraits & { readonly code: ErrorCode }>> = REASONS
export const CODE_TRAITS: Readonly<Record<PlainCode, ErrorTraits>> = PLAIN_CODES

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
export const ERROR_REASONS: Readonly<Record<ErrorCode, readonly ErrorReason[]>> = reasonsByCode()

function reasonsByCode(): Record<ErrorCode, readonly ErrorReason[]> {
  const codes = [...Object.values(REASONS).map(({ code }) => code), ...(Object.keys(PLAIN_CODES) as PlainCode[])]
  const reasons = Object.keys(REASONS) as ErrorReason[]
  const byCode = codes.map(code => [code, reasons.filter(reason => REASONS[reason].code === code)])
  return Object.fromEntries(byCode)
}

/** A code without reasons, or a reason, which tells its code. */
export type ErrorKind =
  | { readonly code: PlainCode; readonly reason?: undefined }
  | { readonly code?: undefined; readonly reason: ErrorReason }

export type SourceErrorDetails = ErrorKind & {
  /** Name of the source, as in `@source(name:)`. */
  readonly source?: string
  /** HTTP status of the upstream's answer. */
  readonly status?: number
  /** What the upstream calls the failure, where clients are shown it. */
  readonly upstreamCode?: string | undefined
  /** Whether the same request may succeed when it is sent again; what its code or reason says unless said. */
  readonly retryable?: boolean
  /** Whether the upstream is no longer what its catalogue said. */
  readonly outdated?: boolean
  /** What happened inside, for the log only. */
  readonly cause?: unknown
}

/** An error that code of one's own has raised, as clients are shown it. */
export abstract class CodeError extends Error {}

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
  readonly upstreamCode: string | undefined
  readonly retryable: boolean
  readonly outdated: boolean

  constructor(message: string, details: SourceErrorDetails) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause })
    const { code, retryable = false } = traitsOf(details)
    this.code = code
    this.reason = details.reason
    this.source = details.source
    this.status = details.status
    this.upstreamCode = details.upstreamCode
    this.retryable = details.retryable ?? retryable
    this.outdated = details.outdated ?? false
  }
  /** What another error of the same kind is made with. */
  get kind(): ErrorKind {
    // An error without a reason has one of the codes without reasons.
    return this.reason === undefined ? { code: this.code as PlainCode } : { reason: this.reason }
  }
}

function traitsOf(kind: ErrorKind): ErrorTraits & { readonly code: ErrorCode } {
  return kind.reason === undefined ? { code: kind.code, ...CODE_TRAITS[kind.code] } : REASON_TRAITS[kind.reason]
}
