import { isUtf8 } from 'node:buffer'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { ERROR_REASONS } from '../../src/source/source-error.ts'
import type { Answer } from './read-answers.ts'
import { findSecrets } from './secrets.ts'

/** Codes that an answer may have; the gateway's own failure is none. */
const CODES: ReadonlySet<unknown> = new Set(Object.keys(ERROR_REASONS).filter(code => code !== 'INTERNAL_SERVER_ERROR'))
/** A stack, a path of ours, a class of the runtime. */
const INSIDE = /\n\s+at |(?:file|node):|node_modules|\/src\/|(?:Type|Range|Syntax|Reference)Error/

/** What a request that is no good HTTP is answered. */
const REFUSED_CODING = 501
const REFUSED_VERSION = 505
const OVERLOADED = 503

/** What is wrong with an answer, whatever was asked. */
export function checkAnswer(answer: Answer, secrets: Readonly<Record<string, string>>): string[] {
  const { status, headers, body } = answer
  const head = [...headers].map(each => each.join(': ')).join('\n')
  const plain = decode(answer)
  const text = plain.toString()
  const wrongs = findSecrets(`${head}\n${text}`, secrets).map(name => `it tells the ${name}`)
  if (status >= 500 && ![REFUSED_CODING, REFUSED_VERSION, OVERLOADED].includes(status)) wrongs.push(`status ${status}`)
  if (!isUtf8(plain)) wrongs.push('a body that is no UTF-8')
  const type = headers.get('content-type') ?? ''
  if (body.length === 0) return wrongs
  if (/json/.test(type)) return [...wrongs, ...checkJson(status, text)]
  if (type.startsWith('text/html')) return wrongs
  const inside = INSIDE.exec(text)
  return [...wrongs, ...(type.startsWith('text/plain') && inside ? [`its text says ${inside[0]}`] : [])]
}

function decode({ headers, body }: Answer): Buffer {
  const coding = headers.get('content-encoding')
  if (body.length === 0 || coding === undefined) return body
  return coding === 'br' ? brotliDecompressSync(body) : gunzipSync(body)
}

function checkJson(status: number, text: string): string[] {
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch {
    return ['a body that is no JSON']
  }
  if (!isObject(json)) return ['a body that is no object']
  // Of /health and /ready.
  if ('state' in json) return []
  return checkResult(status, json)
}

/** A response of GraphQL (specification, section 7.1; GraphQL over HTTP, section 6). */
function checkResult(status: number, json: Readonly<Record<string, unknown>>): string[] {
  const { data, errors } = json
  const wrongs = Object.keys(json)
    .filter(name => !['data', 'errors', 'extensions'].includes(name))
    .map(name => `a member "${name}"`)
  if (data !== undefined && data !== null && !isObject(data)) wrongs.push('data that is no object')
  if (data === undefined && errors === undefined) wrongs.push('neither data nor errors')
  if (errors === undefined) return wrongs
  if (!Array.isArray(errors) || errors.length === 0) return [...wrongs, 'errors that are no list, or none']
  return [...wrongs, ...errors.flatMap(error => checkError(status, data, error))]
}

function checkError(status: number, data: unknown, error: unknown): string[] {
  if (!isObject(error)) return ['an error that is no object']
  const { message, locations, path, extensions } = error
  const wrongs: string[] = []
  const told = JSON.stringify(error).slice(0, 300)
  if (typeof message !== 'string' || message === '') wrongs.push(`an error without a message: ${told}`)
  // What a client has sent may be quoted, and has none of it.
  if (INSIDE.test(String(message))) wrongs.push(`a message from the inside: ${told}`)
  const code = isObject(extensions) ? extensions.code : undefined
  const isBusy = status === OVERLOADED && code === 'INTERNAL_SERVER_ERROR'
  if (!CODES.has(code) && !isBusy) wrongs.push(`an error of code ${code}: ${told}`)
  if (locations !== undefined && !(Array.isArray(locations) && locations.every(isLocation)))
    wrongs.push(`locations that are none: ${told}`)
  if (path === undefined) return wrongs
  if (!Array.isArray(path) || path.length === 0 || !path.every(isSegment)) wrongs.push(`a path that is none: ${told}`)
  else if (!isNullAt(data, path)) wrongs.push(`an error where there is a value: ${told}`)
  return wrongs
}

function isLocation(value: unknown): boolean {
  return isObject(value) && [value.line, value.column].every(each => Number.isSafeInteger(each) && Number(each) > 0)
}

function isSegment(value: unknown): boolean {
  return typeof value === 'string' || (Number.isSafeInteger(value) && Number(value) >= 0)
}

/** Whether a place is null, or one above it. */
function isNullAt(data: unknown, path: readonly (string | number)[]): boolean {
  let at = data
  for (const key of path) at = isObject(at) && Object.hasOwn(at, key) ? at[key] : at === null ? null : undefined
  return at === null
}

function isObject(value: unknown): value is Readonly<Record<string | number, unknown>> {
  return typeof value === 'object' && value !== null
}
