import { headerText } from '../header-text.ts'
import type { AnswerHeaders } from '../receive.ts'

/** The directives of Cache-Control by their names in lower case, as far as they are read here. */
export interface CacheControl {
  has(directive: string): boolean
  /** The seconds of a directive: 0 where it has none that can be read; undefined where it is not there. */
  seconds(directive: string): number | undefined
}

/** A directive with its argument, a token or a quoted string (RFC 9111, 5.2). */
const DIRECTIVE = /([^\s,=;"]+)(?:\s*=\s*("(?:[^"\\]|\\.)*"|[^\s,"]*))?/g
const SECONDS = /^"?(\d+)"?$/

export function readCacheControl(headers: AnswerHeaders): CacheControl {
  const text = headerText(headers, 'cache-control') ?? noCacheOfPragma(headers)
  const directives = new Map<string, number>()
  for (const [, name = '', argument] of text.matchAll(DIRECTIVE)) {
    const key = name.toLowerCase()
    // Of a directive that comes twice the stricter one counts.
    directives.set(key, Math.min(directives.get(key) ?? Number.POSITIVE_INFINITY, secondsOf(argument)))
  }
  return { has: name => directives.has(name), seconds: name => directives.get(name) }
}

/** What servers of HTTP/1.0 say (RFC 9111, 5.4). */
function noCacheOfPragma(headers: AnswerHeaders): string {
  return /no-cache/i.test(headerText(headers, 'pragma') ?? '') ? 'no-cache' : ''
}

function secondsOf(argument: string | undefined): number {
  return Number(SECONDS.exec(argument ?? '')?.[1] ?? 0)
}
