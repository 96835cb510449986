import type { HttpBinding } from '../../plan/http/http-binding.ts'
import type { HttpFailure } from '../../plan/http/http-failure.ts'
import { isObject } from '../../plan/is-object.ts'
import { nothingElse, type Path, readPath, type WrongKind } from '../../plan/path.ts'
import { MOST_OF_A_MESSAGE, shownText } from '../shown-text.ts'
import { SourceError } from '../source-error.ts'
import { type UpstreamSays, wrongKind } from './error.ts'
import { bodyDecoder, type Decode, readBody } from './json-body.ts'
import type { UpstreamAnswer } from './send.ts'

/** Most characters of a code that a client is shown. */
const MOST_OF_A_CODE = 100

/** What the body of an answer that is none says. */
export function readFailedBody(
  { failure, content }: HttpBinding,
  { contentType, body }: Pick<UpstreamAnswer, 'contentType' | 'body'>,
): UpstreamSays {
  // An API of texts or lines has failures of its own form.
  const decode =
    failure.message || failure.code ? bodyDecoder(content === 'JSON' ? content : 'BY_TYPE', contentType) : undefined
  return readSays(failure, decode && tryRead(body, decode))
}

/** What the answer that says that it is a failure says of it. */
export function readSays({ message, code }: HttpFailure, answer: unknown): UpstreamSays {
  return { message: message && messageAt(answer, message), code: code && codeAt(answer, code) }
}

/** Whether an answer must be read to know whether it is one. */
export function tellsFailure({ when, unless }: HttpFailure): boolean {
  return when !== undefined || unless !== undefined
}

/** Which of the paths says that the answer is a failure; undefined where it is none, a SourceError where that can't be told. */
export function failedBy(binding: HttpBinding, answer: unknown): 'when' | 'unless' | SourceError | undefined {
  const { when, unless } = binding.failure
  const sign = unless && readSign(answer, unless, wrongKind(binding, 'error.unless'))
  if (sign instanceof SourceError) return sign
  if (unless && saysNo(sign)) return 'unless'
  const error = when && readSign(answer, when, wrongKind(binding, 'error.when'))
  if (error instanceof SourceError) return error
  return isThere(error) ? 'when' : undefined
}

/** APIs whose failures are objects answer lists and scalars as well: in these there is nothing at the path. */
function readSign(answer: unknown, path: Path, wrong: WrongKind): unknown {
  const [first] = path
  const fits = first?.kind === 'property' ? isObject(answer) : first === undefined || Array.isArray(answer)
  return fits ? readPath(answer, path, wrong) : undefined
}

/** Many APIs leave an error in their answers that is none: 0, an empty text, an empty list. */
function isThere(value: unknown): boolean {
  return !saysNo(value) && !(Array.isArray(value) && value.length === 0)
}

const NO: ReadonlySet<string> = new Set(['', '0', 'false'])

function saysNo(value: unknown): boolean {
  if (value === undefined || value === null) return true
  return typeof value !== 'object' && NO.has(String(value).toLowerCase())
}

function messageAt(answer: unknown, path: Path): string | undefined {
  const found = readPath(answer, path, nothingElse)
  return typeof found === 'string' ? shownText(found, MOST_OF_A_MESSAGE) : undefined
}

function codeAt(answer: unknown, path: Path): string | undefined {
  const found = readPath(answer, path, nothingElse)
  return found === undefined || typeof found === 'object' ? undefined : shownText(String(found), MOST_OF_A_CODE)
}

/** Only the start of a long body is there, which is no JSON. */
function tryRead(body: Uint8Array, decode: Decode): unknown {
  try {
    return readBody('JSON', body, decode)
  } catch {
    return undefined
  }
}
