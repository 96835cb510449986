import { meantPath, type Path, PathSyntaxError, parsePath, propertyPath } from '../../plan/path.ts'

/** The property under which the objects of an answer are told its status and headers. */
const RESPONSE = '$response'

/** What to write for one of them. */
export const RESPONSE_EXAMPLE = 'Write $response.status, or $response.headers.x-name for a header.'

const JSON_PATH = /^\$(?=$|[.[])/

/** Reads a path into an answer; names of headers in it are in lower case. Throws PathSyntaxError. */
export function parseAnswerPath(text: string): Path {
  if (JSON_PATH.test(text)) {
    const meant = meantPath(text)
    const suggestion = meant === undefined ? undefined : `Write "${meant}", or "['$']" for a property of that name.`
    throw new PathSyntaxError(`the path "${text}" is JSONPath, and here a path begins inside the answer.`, suggestion)
  }
  const path = parsePath(text)
  return isResponsePath(path) ? lowerHeader(path) : path
}

/** Whether a path leads to what an answer says beside its body. */
export function isResponsePath([first]: Path): boolean {
  return first?.kind === 'property' && first.name === RESPONSE
}

/** The path of `$response` that an expression has behind its root. */
export function responsePath(behind: Path): Path {
  return lowerHeader([...propertyPath(RESPONSE), ...behind])
}

/** Whether the path leads to the status, or to one header. */
export function isResponseValue(path: Path): boolean {
  const [, ...names] = path.map(segment => (segment.kind === 'property' ? segment.name : undefined))
  return names.every(name => name !== undefined) && (names.length === 1 ? names[0] === 'status' : isHeader(names))
}

function isHeader(names: readonly unknown[]): boolean {
  return names.length === 2 && names[0] === 'headers'
}

function lowerHeader(path: Path): Path {
  return path.map((segment, at) =>
    at === 2 && segment.kind === 'property' ? { ...segment, name: segment.name.toLowerCase() } : segment,
  )
}
