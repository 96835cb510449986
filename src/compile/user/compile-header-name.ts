import { HEADER_NAME } from '../../plan/http/header-value.ts'
import type { Report } from '../problem-list.ts'

/** Headers that every client sends, with a meaning of their own. */
const TAKEN =
  /^(?:accept(?:-.*)?|content-.*|connection|cookie|expect|forwarded|host|if-.*|keep-alive|origin|range|referer|te|trailer|transfer-encoding|upgrade|user-agent|x-forwarded-(?:for|host|proto)|x-request-id)$/

/** The name of a header that says who the user is, in lower case; undefined, and reported, where that can't be. */
export function compileHeaderName(text: unknown, argument: string, report: Report): string | undefined {
  // Another type has been reported.
  if (typeof text !== 'string') return undefined
  const name = text.toLowerCase()
  const why = HEADER_NAME.test(name) ? (TAKEN.test(name) ? 'has another meaning' : undefined) : 'is no name of a header'
  if (why === undefined) return name
  report(argument, `"${text}" ${why}.`, 'Write a name such as "X-User".')
  return undefined
}
