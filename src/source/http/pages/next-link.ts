import type { AnswerHeaders } from '../send.ts'

/** One value of a Link header: a target in angle brackets and its parameters (RFC 8288, 3). */
const LINK = /\s*<([^>]*)>((?:\s*;\s*[^\s=;,"]+(?:\s*=\s*(?:"(?:[^"\\]|\\.)*"|[^\s;,"]*))?)*)\s*(?:,|$)/y
const PARAMETER = /;\s*([^\s=;,"]+)(?:\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s;,"]*)))?/g

/** The target of the first link with the relation `next` in the Link headers; undefined where there is none. */
export function nextLink({ link = '' }: AnswerHeaders): string | undefined {
  const header = typeof link === 'string' ? link : link.join(', ')
  LINK.lastIndex = 0
  for (let match = LINK.exec(header); match; match = LINK.exec(header)) {
    const [, target = '', parameters = ''] = match
    const rel = parameterOf(parameters, 'rel')
    // Another anchor is a link of something else (RFC 8288, 3.2).
    if (rel?.toLowerCase().split(/\s+/).includes('next') && parameterOf(parameters, 'anchor') === undefined)
      return target
    if (LINK.lastIndex >= header.length) break
  }
  return undefined
}

/** The first of the name counts (RFC 8288, 3.3). */
function parameterOf(parameters: string, name: string): string | undefined {
  for (const [, key, quoted, token] of parameters.matchAll(PARAMETER))
    if (key?.toLowerCase() === name) return quoted?.replace(/\\(.)/gs, '$1') ?? token ?? ''
  return undefined
}
