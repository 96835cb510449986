import { foundOnPath } from '../../plan/found-on-path.ts'
import type { HttpBinding } from '../../plan/http/http-binding.ts'
import { leadsNowhere, printPath, readPath } from '../../plan/path.ts'
import type { CallAnswer } from '../call-answer.ts'
import { NoAnswer } from '../empty-slot.ts'
import { parseJson } from '../json.ts'
import { inSlices, STOPPED } from '../slices.ts'
import { SourceError } from '../source-error.ts'
import { CutAnswer, cutBy } from './cut-answer.ts'
import { answerError, cutError, failedAnswer, shapeError, statusError, wrongKind } from './error.ts'
import { bodyDecoder, bodySteps, readBody } from './json-body.ts'
import { EMPTY_PAGE, readPage } from './pages/page.ts'
import { readRetryAfter } from './retry-after.ts'
import type { UpstreamAnswer } from './send.ts'
import { responseOf, ToldAnswer } from './told-answer.ts'
import { failedBy, readFailedBody, readSays, tellsFailure } from './upstream-failure.ts'

/** Bytes of a failing answer's body that are logged. */
const LOGGED_BYTES = 1024

/** Bytes of a body that nobody has read that are shown. */
const SHOWN_BYTES = 16_384

/** Bytes of a body from which on it is read in slices of the event loop; what has fewer is read at once, in some milliseconds. */
export const LONG_BODY = 262_144

const NOT_FOUND = new NoAnswer('not_found')
const EMPTY_ANSWER = new NoAnswer('empty_answer')
const NOTHING_SELECTED = new NoAnswer('absent_value')
const NO_BODY = new Uint8Array()

/** Whether the value stands in the body of an answer with this status, or that it is a failure. */
export function needsBody(binding: HttpBinding, status: number): boolean {
  return (readsBody(binding) && isAnswer(binding, status)) || (isSuccess(status) && tellsFailure(binding.failure))
}

/** One text for all bindings that need the bodies of the same answers, and take them for the same. */
export function readingOf(binding: HttpBinding): string {
  const { content, accept, failure } = binding
  const isWhole = readsBody(binding)
  if (isWhole && content === 'BY_TYPE' && accept.length === 0) return ''
  return `${content} ${isWhole || tellsFailure(failure) ? 'body' : 'status'} ${isWhole ? accept.join() : ''}`
}

/** Whether the value stands in the body; if not, in what is beside it. */
function readsBody({ outcomeOnly, selectsResponse }: HttpBinding): boolean {
  return !outcomeOnly && !selectsResponse
}

/**
 * The value that the binding selects from the answer, or the Page of it, or a CutAnswer; a NoAnswer where the upstream has nothing to say.
 * As a ToldAnswer where its objects read status or headers.
 */
export function readAnswer(
  binding: HttpBinding,
  answer: UpstreamAnswer,
): unknown | ToldAnswer | NoAnswer | SourceError {
  const value = readValue(binding, answer)
  return binding.tellsResponse && !(value instanceof SourceError) ? new ToldAnswer(value, responseOf(answer)) : value
}

function readValue(binding: HttpBinding, answer: UpstreamAnswer): unknown | NoAnswer | SourceError {
  const { status, contentType, body, headers } = answer
  if (status === 404 && binding.notFoundIsNull) return NOT_FOUND
  if (!isAnswer(binding, status)) {
    const hasRetryAfter = readRetryAfter(headers, Date.now()) !== undefined
    const facts = { status, text: logged(body), hasRetryAfter }
    return statusError(binding, facts, readFailedBody(binding, { contentType, body }))
  }
  if (!needsBody(binding, status)) return readStatus(binding, answer)
  if (!hasValue(binding, answer)) return readNothing(binding, answer)
  const value = readJson(binding, answer)
  const failed = value instanceof SourceError ? value : failureOf(binding, status, value, body)
  if (failed) return failed
  if (!readsBody(binding)) return readStatus(binding, answer)
  const selected = selectValue(binding, value)
  if (selected instanceof SourceError) return selected
  if (!binding.pages) return binding.batch ? readBatch(binding, selected, answer) : selected
  return readPage(binding, selected instanceof NoAnswer ? [] : selected, value, headers)
}

/** A batch's answer; a CutAnswer where it says itself that it is not whole. */
function readBatch(binding: HttpBinding, selected: unknown, { status, headers }: UpstreamAnswer): unknown {
  // How many are in lists in lists, no header tells.
  const isFlat = binding.select.every(({ kind }) => kind !== 'each')
  const found = selected instanceof NoAnswer ? [] : selected
  const cut = cutBy(status, headers, isFlat && Array.isArray(found) ? found.length : undefined)
  return cut === undefined ? selected : new CutAnswer(found, cutError(binding, cut))
}

/** A status that says that there is no content says that all went well (RFC 9110, 15.3.5). */
function readNothing(binding: HttpBinding, answer: UpstreamAnswer): unknown | NoAnswer | SourceError {
  const { status } = answer
  const failed = status === 204 ? undefined : failureOf(binding, status, undefined, NO_BODY)
  if (failed) return failed
  if (!readsBody(binding)) return readStatus(binding, answer)
  return binding.pages ? EMPTY_PAGE : EMPTY_ANSWER
}

/** The value of a binding that reads no body. */
function readStatus(binding: HttpBinding, answer: UpstreamAnswer): unknown | NoAnswer | SourceError {
  return binding.outcomeOnly ? isSuccess(answer.status) : selectValue(binding, { $response: responseOf(answer) })
}

/** The whole answer, for people: also of a call that failed, whose body nobody has read but its start. */
export function rawAnswer({ json, body }: UpstreamAnswer): CallAnswer {
  if (json !== undefined && !(json instanceof Unreadable)) return { kind: 'json', value: json }
  const text = new TextDecoder().decode(body.subarray(0, SHOWN_BYTES))
  try {
    return { kind: 'json', value: parseJson(text) }
  } catch {
    return { kind: 'text', text }
  }
}

/** What a 2xx that says that it is a failure is; undefined for any other answer. */
function failureOf(binding: HttpBinding, status: number, value: unknown, body: Uint8Array): SourceError | undefined {
  if (!isSuccess(status)) return undefined
  const by = failedBy(binding, value)
  if (by === undefined || by instanceof SourceError) return by
  return failedAnswer(binding, { status, by, text: logged(body) }, readSays(binding.failure, value))
}

function logged(body: Uint8Array): string {
  return new TextDecoder().decode(body.subarray(0, LOGGED_BYTES))
}

function isAnswer({ accept }: HttpBinding, status: number): boolean {
  return isSuccess(status) || accept.includes(status)
}

function isSuccess(status: number): boolean {
  return status >= 200 && status < 300
}

/** A body of which it is known that it is no JSON. */
class Unreadable {
  readonly error: unknown

  constructor(error: unknown) {
    this.error = error
  }
}

/** Whether `readAnswer` would hold the event loop, unless the answer is read ahead. */
export function isLong(binding: HttpBinding, { status, body }: UpstreamAnswer): boolean {
  return body.length >= LONG_BODY && needsBody(binding, status)
}

/** Reads a long answer in slices of the event loop, for `readAnswer`; false where `isOver` has ended that. */
export async function readAhead(
  { content }: HttpBinding,
  answer: UpstreamAnswer,
  isOver: () => boolean,
): Promise<boolean> {
  const decode = answer.json !== undefined ? undefined : bodyDecoder(content, answer.contentType)
  if (!decode) return true
  const value = await inSlices(bodySteps(content, answer.body, decode), isOver).catch(error => new Unreadable(error))
  if (value === STOPPED) return false
  answer.json = value
  return true
}

/** Whether its body is read, and there is one. */
export function hasValue(binding: HttpBinding, { status, body }: UpstreamAnswer): boolean {
  return status !== 204 && body.length > 0 && needsBody(binding, status)
}

/** What the body of an answer says, which is read once. */
export function readJson(binding: HttpBinding, answer: UpstreamAnswer): unknown | SourceError {
  const { contentType } = answer
  const decode = bodyDecoder(binding.content, contentType)
  if (!decode) return answerError(binding, 'content_type', new Error(`content type ${contentType}`))
  try {
    const known = answer.json
    if (known instanceof Unreadable) throw known.error
    if (known !== undefined) return known
    const value = readBody(binding.content, answer.body, decode)
    answer.json = value
    return value
  } catch (error) {
    return answerError(binding, 'invalid_json', error)
  }
}

/** A NoAnswer where the path leads to what may be absent. */
function selectValue(binding: HttpBinding, answer: unknown): unknown | NoAnswer | SourceError {
  const value = readPath(answer, binding.select, wrongKind(binding, 'select'), NOTHING_SELECTED)
  return leadsNowhere(value, binding.select)
    ? shapeError(
        binding,
        `nothing at the \`select\` path "${printPath(binding.select)}": ${foundOnPath(answer, binding.select)}`,
      )
    : value
}
