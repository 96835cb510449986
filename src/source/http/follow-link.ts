import type { HttpBase } from './http-base.ts'

/** Most times that a path is decoded to see what some server behind the first one may read in it. */
const MOST_DECODINGS = 4

/**
 * Path and query of a link in an upstream's answer; `undefined` unless it leads below the source's base URL, so that the
 * source's headers never go elsewhere. It is relative to `from` (RFC 3986, 5.2), an absolute URL of the source. Parameters of
 * the base URL that the link does not have are added.
 */
export function followLink(link: string, base: HttpBase, from: string): string | undefined {
  const url = URL.canParse(link, from) ? new URL(link, from) : undefined
  if (!url || url.origin !== base.origin || url.username !== '' || url.password !== '') return undefined
  if (!isBelow(url.pathname, base.path)) return undefined
  const decoded = decodePath(url.pathname)
  if (decoded === undefined || decoded.split('/').some(leadsOut)) return undefined
  return url.pathname + joinQueries(url, base.query)
}

/** The URL that links of a source's answers are relative to where they don't stand in the answer to a known request. */
export function baseOfLinks({ origin, path }: HttpBase): string {
  return `${origin}${path}/`
}

function isBelow(path: string, base: string): boolean {
  return path === base || path.startsWith(`${base}/`)
}

/** As the most lenient server reads it: escapes, escapes of escapes, and backslashes; undefined where it has no end. */
function decodePath(path: string): string | undefined {
  let text = path
  for (let round = 0; round < MOST_DECODINGS; round++) {
    const decoded = text.replace(/%([\dA-Fa-f]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
    if (decoded === text) return hasControl(text) ? undefined : text.replaceAll('\\', '/')
    text = decoded
  }
  return undefined
}

/** Parameters of a segment (`..;x`) don't hide it. */
function leadsOut(segment: string): boolean {
  const [name] = segment.split(';')
  return name === '.' || name === '..'
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
