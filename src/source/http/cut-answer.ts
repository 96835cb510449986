import type { SourceError } from '../source-error.ts'
import { headerText } from './header-text.ts'
import { nextLink } from './pages/next-link.ts'
import type { AnswerHeaders } from './receive.ts'

/** The answer to a batch that is not whole: what it has, and the error of what it may lack. */
export class CutAnswer {
  readonly value: unknown
  readonly error: SourceError

  constructor(value: unknown, error: SourceError) {
    this.value = value
    this.error = error
  }
}

/** Where APIs say how many items there are on all pages. */
const TOTALS = ['x-total-count', 'x-total', 'x-wp-total']

/** `items 0-24/3573458`, `0-24/*`; the range may stand without its unit (RFC 9110, 14.4). */
const RANGE = /^(?:[^\s/]+[ \t]+)?(\d{1,15})-(\d{1,15})\/(?:(\d{1,15})|\*)$/

/** What of an answer says that it has not all items; undefined where nothing does. `items` is how many it has, where that is known. */
export function cutBy(status: number, headers: AnswerHeaders, items: number | undefined): string | undefined {
  if (nextLink(headers) !== undefined) return 'a Link with rel=next'
  const range = headerText(headers, 'content-range')?.trim()
  const [, first, last, complete] = RANGE.exec(range ?? '') ?? []
  if (complete !== undefined)
    return Number(first) > 0 || Number(last) + 1 < Number(complete) ? `Content-Range` : undefined
  if (status === 206) return 'status 206'
  if (items === undefined) return undefined
  return TOTALS.find(name => {
    const total = headerText(headers, name)?.trim() ?? ''
    return /^\d{1,15}$/.test(total) && Number(total) > items
  })
}
