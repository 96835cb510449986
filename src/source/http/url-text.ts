import { remembered } from '../remembered.ts'

/** What may not stand in a path segment or query as it is (RFC 3986, 3.3 and 3.4); escapes and `pchar` may. */
const NOT_IN_SEGMENT = /%(?![\dA-Fa-f]{2})|[^\w\-.~!$&'()*+,;=:@%]/gu
const NOT_IN_QUERY = /%(?![\dA-Fa-f]{2})|[^\w\-.~!$'()*+,;=:@/?%]/gu

/** A path segment's text as the author of the schema wrote it; only what can't stand in one is encoded. */
export const segmentText = remembered(text => text.toWellFormed().replace(NOT_IN_SEGMENT, encodeURIComponent))

/** Like segmentText, in a query. */
export const queryText = remembered(text => text.toWellFormed().replace(NOT_IN_QUERY, encodeURIComponent))

/** The text of a scalar; `undefined` for what has none, or none that UTF-8 can carry. */
export function scalarText(value: unknown): string | undefined {
  if (value === null || value === undefined || typeof value === 'object') return undefined
  const text = String(value)
  return text.isWellFormed() ? text : undefined
}
