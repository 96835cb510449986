import type { HttpBinding, HttpMethod } from '../../plan/http/http-binding.ts'
import type { WrongKind } from '../../plan/path.ts'
import type { TemplateValueError } from '../../plan/template-value-error.ts'
import { unfitClaim } from '../claim-error.ts'
import { type ErrorKind, type ErrorReason, SourceError } from '../source-error.ts'
import type { LateReason } from '../time-limit.ts'
import { TLS_CODE } from '../tls-code.ts'
import { AddressDenied } from './deny-addresses.ts'
import { SendError } from './send-error.ts'
import { UnusableBody } from './unusable-body.ts'

interface NetworkFault {
  readonly code: RegExp
  readonly reason: ErrorReason
  readonly message: string
  /** Whether the upstream may have got the request. */
  readonly sent: boolean
}

/** By the `code` of Node's and undici's errors, or the name of those without; the first that matches. */
const NETWORK_FAULTS: readonly NetworkFault[] = [
  {
    code: /^(UND_ERR_CONNECT_TIMEOUT|ETIMEDOUT)$/,
    reason: 'timeout',
    message: 'The source could not be reached in time',
    sent: false,
  },
  {
    code: /^(ECONNREFUSED|E(HOST|NET)(UNREACH|DOWN)|EADDRNOTAVAIL|EACCES|EPERM|UND_ERR_(DESTROYED|CLOSED))$/,
    reason: 'connect',
    message: 'The source could not be reached',
    sent: false,
  },
  {
    // What undici says of a proxy that refuses, or wants to know who asks.
    code: /^UND_ERR_(ABORTED|INVALID_ARG|PRX_\w+)$/,
    reason: 'connect',
    message: 'The source could not be reached through its proxy',
    sent: false,
  },
  {
    code: /^(ENOTFOUND|ENODATA|ESERVFAIL|EAI_\w+)$/,
    reason: 'dns',
    message: "The source's address could not be found",
    sent: false,
  },
  {
    code: TLS_CODE,
    reason: 'tls',
    message: 'No secure connection to the source could be made',
    sent: false,
  },
  {
    code: /^(ECONNRESET|ECONNABORTED|EPIPE|UND_ERR_(SOCKET|INFO))$/,
    reason: 'reset',
    message: 'The source closed the connection',
    sent: true,
  },
  {
    // Of what undici's parser lets through, as a status of 000, undici asserts that it does not come.
    code: /^(HPE_\w+|HTTPParserError|UND_ERR_RES_\w+|ERR_ASSERTION)$/,
    reason: 'reset',
    message: 'The source did not answer in HTTP',
    sent: true,
  },
]

const TRUNCATED: Omit<NetworkFault, 'code'> = {
  reason: 'truncated',
  message: "The source's answer was cut off",
  sent: true,
}

/** Why a call has no answer that can be read. */
export function sendFailure(binding: HttpBinding, error: unknown): SourceError {
  if (!(error instanceof SendError)) return internalError(binding, error)
  const { cause } = error
  if (cause instanceof UnusableBody && cause.reason !== 'truncated') return answerError(binding, cause.reason, cause)
  return networkError(binding, error)
}

/** What an error of Node's or undici's is told as; undefined for any other. */
export function networkReason(error: unknown): ErrorReason | undefined {
  return faultOf(errorCode(error))?.reason
}

function faultOf(code: string): NetworkFault | undefined {
  return NETWORK_FAULTS.find(known => known.code.test(code))
}

/** What went wrong on the way to the upstream and back. */
function networkError(binding: HttpBinding, { cause, headersSeen }: SendError): SourceError {
  const code = errorCode(cause)
  if (cause instanceof AddressDenied) return deniedError(binding, cause)
  if (code === 'UND_ERR_HEADERS_OVERFLOW') return answerError(binding, 'too_large', cause)
  const fault = headersSeen ? TRUNCATED : faultOf(code)
  if (!fault) return internalError(binding, cause)
  return new SourceError(withOutcome(binding, fault.message, fault.sent), {
    reason: fault.reason,
    source: binding.source,
    retryable: mayRepeat(binding, fault.sent),
    cause,
  })
}

/** The call took longer than its source allows (`timeout`), or than the client's request has left (`deadline`). */
export function lateError(binding: HttpBinding, reason: LateReason, sent: boolean): SourceError {
  const message = reason === 'timeout' ? 'The source did not answer in time' : "The request's time was up"
  return new SourceError(withOutcome(binding, message, sent), {
    reason,
    source: binding.source,
    retryable: mayRepeat(binding, sent),
  })
}

/** Another try would find the same. */
function deniedError(binding: HttpBinding, cause: AddressDenied): SourceError {
  return new SourceError('The source could not be reached.', {
    reason: 'connect',
    source: binding.source,
    retryable: false,
    cause,
  })
}

/** The source has been closed: nothing is sent any more. */
export function closedError(source: string): SourceError {
  return new SourceError('The source could not be reached.', {
    reason: 'connect',
    source,
  })
}

/** The client has gone, or the gateway stops: nobody reads the answer. */
export function cancelledError(binding: HttpBinding, cause: unknown): SourceError {
  return new SourceError('The request was cancelled.', {
    code: 'INTERNAL_SERVER_ERROR',
    source: binding.source,
    cause,
  })
}

/** What is told of an answer with a status that is no success. */
interface StatusFacts {
  readonly status: number
  /** The start of its body. */
  readonly text: string
  /** Whether it says when to come again. */
  readonly hasRetryAfter: boolean
}

/**
 * Whether the upstream says that it did nothing with the request (RFC 6585, 4; RFC 9110, 15.6.4). A 503 that says nothing of later may be
 * that of a proxy, which lost the connection to a server that had the request already.
 */
function isUnhandled({ status, hasRetryAfter }: StatusFacts): boolean {
  return status === 429 || (status === 503 && hasRetryAfter)
}

/** What the upstream itself says of a failure, where the binding wants it shown: one line of text each, or undefined. */
export interface UpstreamSays {
  readonly message: string | undefined
  readonly code: string | undefined
}

/** The upstream answered with a status that is no success (RFC 9110, 15). */
export function statusError(binding: HttpBinding, facts: StatusFacts, says?: UpstreamSays): SourceError {
  const { status, text } = facts
  return new SourceError(withSaid(`The source answered ${status}`, says), {
    ...statusKind(status),
    source: binding.source,
    status,
    upstreamCode: says?.code,
    retryable: isUnhandled(facts) || (status >= 500 && mayRepeat(binding, true)),
    cause: new Error(`answered ${status}: ${text}`),
  })
}

/** The upstream answered with success, and says in the answer that it is a failure: `by` is the path that tells. */
export function failedAnswer(
  { source }: HttpBinding,
  { status, by, text }: { readonly status: number; readonly by: string; readonly text: string },
  says: UpstreamSays,
): SourceError {
  return new SourceError(withSaid('The source answered that it failed', says), {
    reason: 'failed_answer',
    source,
    status,
    upstreamCode: says.code,
    cause: new Error(`a failure by \`${by}\`: ${text}`),
  })
}

function withSaid(message: string, says: UpstreamSays | undefined): string {
  return says?.message === undefined ? `${message}.` : `${message}: ${says.message}`
}

function statusKind(status: number): ErrorKind {
  if (status === 401) return { code: 'UNAUTHENTICATED' }
  if (status === 403) return { code: 'FORBIDDEN' }
  if (status === 429) return { code: 'REQUEST_RATE_LIMITED' }
  return { reason: status >= 500 ? 'http_5xx' : status >= 400 ? 'http_4xx' : 'redirect' }
}

const UNUSABLE = {
  content_type: "The source's answer is not JSON.",
  invalid_json: "The source's answer is not valid JSON.",
  too_large: "The source's answer is too large.",
  wrong_shape: "The source's answer does not have the expected shape.",
}

/** The upstream answered, but not with what the binding expects; `cause` says what was found. */
export function answerError(binding: HttpBinding, reason: keyof typeof UNUSABLE, cause: unknown): SourceError {
  return new SourceError(UNUSABLE[reason], {
    reason,
    source: binding.source,
    cause,
  })
}

/** The answer has not what an argument of the binding says; `found` says what it has. The log is told where that is written. */
export function shapeError(binding: HttpBinding, found: string): SourceError {
  const { coordinate, position } = binding
  const place = position === undefined ? coordinate : `${coordinate}, ${position}`
  return answerError(binding, 'wrong_shape', new Error(`${found} (${place})`))
}

/** What the keys get of which an answer that is not whole has not all items; `sign` is what says so. */
export function cutError({ source }: HttpBinding, sign: string): SourceError {
  return new SourceError("The source's answer has only a part of the items that were asked for.", {
    reason: 'wrong_shape',
    source,
    cause: new Error(`the answer to a batch was cut (${sign}): say \`pages\`, or a smaller \`maxBatch\``),
  })
}

/** What an answer is that has a value of another kind on the way of a path; `argument` is where the path is written. */
export function wrongKind(binding: HttpBinding, argument: string): WrongKind {
  return expected => shapeError(binding, `something else where \`${argument}\` needs ${expected}`)
}

/** No access token could be had, so that nothing was sent. */
export function tokenError({ source }: HttpBinding, cause: unknown): SourceError {
  return new SourceError("The source's access token could not be had.", { reason: 'token', source, cause })
}

const OF_ANSWERS: ReadonlySet<TemplateValueError['root']> = new Set([
  'this',
  'batch',
  'batchObjects',
  'response',
] as const)

/** A value can't stand where the binding puts it: the client's fault, or that of the answer that it came from. */
export function valueError(binding: HttpBinding, cause: TemplateValueError): SourceError {
  if (OF_ANSWERS.has(cause.root)) return answerError(binding, 'wrong_shape', cause)
  if (cause.root === 'jwt') return unfitClaim(binding.source, cause)
  const origin = cause.root === 'args' ? 'An argument' : 'A request header'
  return new SourceError(`${origin} has a value that can't be sent to the source.`, {
    code: 'BAD_USER_INPUT',
    source: binding.source,
    cause,
  })
}

export function internalError(binding: HttpBinding, cause: unknown): SourceError {
  return new SourceError('The source could not be called.', {
    code: 'INTERNAL_SERVER_ERROR',
    source: binding.source,
    cause,
  })
}

function withOutcome(binding: HttpBinding, message: string, sent: boolean): string {
  return binding.mutation && sent ? `${message}; the outcome of the mutation is unknown.` : `${message}.`
}

/** A mutation that may have had its effect is sent again only by a method that is idempotent (RFC 9110, 9.2.2). */
function mayRepeat({ mutation, method }: HttpBinding, sent: boolean): boolean {
  return !mutation || !sent || isIdempotent(method)
}

/** Whether a request with the method does the same when it is sent twice (RFC 9110, 9.2.2). */
export function isIdempotent(method: HttpMethod): boolean {
  return method !== 'POST' && method !== 'PATCH'
}

function errorCode(error: unknown): string {
  if (!(error instanceof Error)) return ''
  return 'code' in error && error.code !== undefined ? String(error.code) : error.name
}
