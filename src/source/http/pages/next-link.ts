import { headerText } from '../header-text.ts'
import type { AnswerHeaders } from '../receive.ts'

/** A value of a Link header. */
interface Link {
  readonly target: string
  /** By their names in lower case. */
  readonly parameters: ReadonlyMap<string, string>
}

/** Between two links, with empty ones that count for nothing (RFC 9110, 5.6.1.2). */
const SEPARATOR = /[\s,]*/y
const TARGET = /<([^>]*)>/y
const NAME = /\s*;\s*([^\s=;,]*)\s*/y
const VALUE = /=\s*(?:"((?:[^"\\]|\\.?)*)(?:"|$)|([^;,]*))/sy

/** The target of the first link with the relation `next` in the Link headers; undefined where there is none. */
export function nextLink(headers: AnswerHeaders): string | undefined {
  for (const { target, parameters } of readLinks(headerText(headers, 'link') ?? '')) {
    const relations = parameters.get('rel')?.toLowerCase().split(/\s+/)
    // Another anchor is a link of something else (RFC 8288, 3.2).
    if (relations?.includes('next') && !parameters.has('anchor')) return target
  }
  return undefined
}

/** Reads as leniently as RFC 8288, B.2 to B.4. No step looks at a character twice: a header can be hostile. */
function* readLinks(header: string): Generator<Link> {
  let at = 0
  const read = (pattern: RegExp) => {
    pattern.lastIndex = at
    const match = pattern.exec(header)
    if (match) at = pattern.lastIndex
    return match
  }
  while (read(SEPARATOR)) {
    const target = read(TARGET)?.[1]
    if (target === undefined) return
    const parameters = new Map<string, string>()
    for (let name = read(NAME)?.[1]; name !== undefined; name = read(NAME)?.[1]) {
      const [, quoted, token = ''] = read(VALUE) ?? []
      const key = name.toLowerCase()
      // The first of the name counts (RFC 8288, 3.3).
      if (!parameters.has(key)) parameters.set(key, quoted?.replace(/\\(.)/gs, '$1') ?? token.trim())
    }
    yield { target, parameters }
  }
}
