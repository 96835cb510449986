import { foundOnPath } from '../../../plan/found-on-path.ts'
import type { HttpBinding } from '../../../plan/http/http-binding.ts'
import type { AnswerPlace } from '../../../plan/http/http-pages.ts'
import { printPath, readPath, type WrongKind } from '../../../plan/path.ts'
import { SourceError } from '../../source-error.ts'
import { shapeError, wrongKind } from '../error.ts'
import type { AnswerHeaders } from '../receive.ts'
import { scalarText } from '../url-text.ts'
import { nextLink } from './next-link.ts'

/**
 * What an answer gives to go on from. One that is a number is sent as a number, where a body tells them apart; a list of scalars, as
 * the values that a search sorts by, can stand in a body only.
 */
export type Cursor = Place | readonly (Place | boolean | null)[]
type Place = string | number | bigint

/** One page of a list, as the upstream answered it. */
export interface Page {
  readonly items: readonly unknown[]
  /** Whether there are more items, and how many on all pages; undefined where the answer does not say. */
  readonly hasMore: boolean | undefined
  readonly total: number | undefined
  /** What leads to the next page, as it is written; undefined where nothing does. */
  readonly next: Cursor | undefined
}

/** A page of an answer without a body. */
export const EMPTY_PAGE: Page = { items: [], hasMore: undefined, total: undefined, next: undefined }

/** Reads a page; `selected` is what the binding selects from the body. */
export function readPage(
  binding: HttpBinding,
  selected: unknown,
  body: unknown,
  headers: AnswerHeaders,
): Page | SourceError {
  const { pages } = binding
  const wrong = wrongKind(binding, 'pages')
  const at = (place: AnswerPlace | undefined, orAbsent: unknown = null) =>
    place && readPlace(place, { body, headers, wrong, orAbsent })
  const next = pages?.style.kind === 'cursor' || pages?.style.kind === 'link' ? at(pages.style.next) : undefined
  // Many APIs leave out what is false.
  const found = { hasMore: at(pages?.hasMore, false), total: at(pages?.total), next }
  for (const value of Object.values(found)) if (value instanceof SourceError) return value
  const fault = faultOf(selected, found, body, pages)
  if (fault !== undefined) return shapeError(binding, fault)
  return {
    items: (selected as readonly unknown[] | null) ?? [],
    hasMore: booleanOf(found.hasMore),
    total: totalOf(found.total) ?? undefined,
    next: isNothing(found.next) ? undefined : readCursor(found.next),
  }
}

interface Found {
  readonly hasMore: unknown
  readonly total: unknown
  readonly next: unknown
}

/** What is wrong with a page. What should say that there are more, and does not, would cut the list. */
function faultOf(selected: unknown, found: Found, body: unknown, pages: HttpBinding['pages']): string | undefined {
  const { hasMore, total } = pages ?? {}
  if (selected !== null && !Array.isArray(selected)) return 'a page is no list'
  if (hasMore && booleanOf(found.hasMore) === undefined)
    return `nothing true or false at the \`hasMore\` of a page${placeOf(hasMore, body)}`
  if (total && totalOf(found.total) === undefined) return `no number at the \`total\` of a page${placeOf(total, body)}`
  if (!isNothing(found.next) && readCursor(found.next) === undefined) return 'what leads to the next page is no text'
  return undefined
}

function placeOf(place: AnswerPlace, body: unknown): string {
  return place.kind === 'body' ? `, "${printPath(place.path)}": ${foundOnPath(body, place.path)}` : ''
}

interface Placing {
  readonly body: unknown
  readonly headers: AnswerHeaders
  readonly wrong: WrongKind
  readonly orAbsent: unknown
}

function readPlace(place: AnswerPlace, { body, headers, wrong, orAbsent }: Placing): unknown {
  if (place.kind === 'body') return readPath(body, place.path, wrong, orAbsent)
  if (place.kind === 'link') return nextLink(headers)
  const value = Object.hasOwn(headers, place.name) ? headers[place.name] : place.optional && orAbsent
  return Array.isArray(value) ? value[0] : value
}

/** A header's value is text. */
function booleanOf(value: unknown): boolean | undefined {
  const text = String(value).toLowerCase()
  return text === 'true' || text === '1' ? true : text === 'false' || text === '0' ? false : undefined
}

/** null where the upstream says that it does not know. */
function totalOf(value: unknown): number | null | undefined {
  if (value === null) return null
  const number =
    typeof value === 'number' ? value : typeof value === 'string' && /^\d{1,15}$/.test(value) ? Number(value) : -1
  return Number.isSafeInteger(number) && number >= 0 ? number : undefined
}

/** The value as a cursor; undefined for what is none. */
export function readCursor(value: unknown): Cursor | undefined {
  if (Array.isArray(value)) return value.length > 0 && value.every(isPart) ? value : undefined
  return typeof value === 'number' || typeof value === 'bigint' ? value : scalarText(value)
}

function isPart(value: unknown): boolean {
  return value === null || typeof value === 'number' || scalarText(value) !== undefined
}

/** How APIs say that there is no next page. */
function isNothing(value: unknown): boolean {
  return value === undefined || value === null || value === '' || value === false
}
