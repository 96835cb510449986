import { decodePath, hasDotSegment } from '../../plan/http/dot-segment.ts'
import type { HttpBase } from './http-base.ts'

/**
 * Path and query of a link in an upstream's answer; `undefined` unless it leads below the source's base URL, so that the
 * source's headers never go elsewhere. It is relative to `from` (RFC 3986, 5.2), an absolute URL of the source. Parameters of
 * the base URL that the link does not have are added.
 */
export function followLink(link: string, base: HttpBase, from: string): string | undefined {
  const url = URL.canParse(link, from) ? new URL(link, from) : undefined
  if (!url || url.origin !== base.origin || url.username !== '' || url.password !== '') return undefined
  if (!isBelow(url.pathname, base.path)) return undefined
  const { text, whole } = decodePath(url.pathname)
  if (!whole || hasControl(text) || hasDotSegment(text)) return undefined
  return url.pathname + joinQueries(url, base.query)
}

/** The URL that links of a source's answers are relative to where they don't stand in the answer to a known request. */
export function baseOfLinks({ origin, path }: HttpBase): string {
  return `${origin}${path}/`
}

function isBelow(path: string, base: string): boolean {
  return path === base || path.startsWith(`${base}/`)
}

function hasControl(text: string): boolean {
  return /\p{Cc}/u.test(text)
}

function joinQueries({ search, searchParams }: URL, query: string): string {
  const missing = query
    .slice(1)
    .split('&')
    .filter(parameter => parameter !== '' && !searchParams.has(nameOf(parameter)))
  const all = [...search.slice(1).split('&'), ...missing].filter(parameter => parameter !== '')
  return all.length === 0 ? '' : `?${all.join('&')}`
}

function nameOf(parameter: string): string {
  const [name = ''] = new URLSearchParams(parameter).keys()
  return name
}
