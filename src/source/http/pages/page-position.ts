import type { HttpPages } from '../../../plan/http/http-pages.ts'
import { nothingElse, readPath } from '../../../plan/path.ts'
import { type Cursor, type Page, readCursor } from './page.ts'

/** Where in a list the upstream is to begin. */
export interface PagePosition {
  /** A number, an offset, a cursor, or for links path and query; undefined for the start of a list without such. */
  readonly at: Cursor | undefined
  /** The size to ask for; undefined where no parameter takes one. */
  readonly size: number | undefined
  /** Items of the page that are passed over. */
  readonly skip: number
  /** How many items are before the page. */
  readonly before: number
}

/** The start of the list. */
export function firstPosition({ style, size, max }: HttpPages, wanted = max): PagePosition {
  const at = style.kind === 'page' ? style.start : style.kind === 'offset' ? 0 : undefined
  return { at, size: size === undefined ? undefined : Math.min(Math.max(wanted, 1), max), skip: 0, before: 0 }
}

/** Whether an answer tells by itself if there is a page behind it. */
export function tellsEnd({ style, hasMore }: HttpPages, page: Page): boolean {
  return hasMore !== undefined || page.total !== undefined || style.kind === 'cursor' || style.kind === 'link'
}

/** What leads to the next page can't be used. */
export class PositionError extends Error {
  override readonly name = 'PositionError'
}

/** The position behind a page; undefined behind the last one. `follow` resolves the URL of a link. Throws PositionError. */
export function nextPosition(
  { style }: HttpPages,
  position: PagePosition,
  page: Page,
  follow: (link: string) => string | undefined,
): PagePosition | undefined {
  const before = position.before + page.items.length
  const goOn = (at: PagePosition['at']) => ({ at, size: position.size, skip: 0, before })
  if (page.hasMore === false) return undefined
  if (style.kind === 'cursor' || style.kind === 'link') {
    if (page.next === undefined) return page.hasMore ? noWay('the next page') : undefined
    if (style.kind === 'link') return goOn(follow(String(page.next)) ?? noWay('a link below the baseURL'))
    return goOn(style.isURL ? parameterOf(String(page.next), style.parameter) : page.next)
  }
  if (page.total !== undefined && page.hasMore === undefined && before >= page.total) return undefined
  if (page.items.length === 0 && !(page.hasMore && style.kind === 'page'))
    return page.hasMore ? noWay('items') : undefined
  if (style.kind === 'page') return goOn(Number(position.at) + 1)
  return goOn(
    style.kind === 'offset' ? Number(position.at) + page.items.length : cursorOf(style.path, page.items.at(-1)),
  )
}

/** The position behind one item of a page, by its index; `next` is the one behind the page. */
export function positionBehind(
  { style }: HttpPages,
  position: PagePosition,
  page: Page,
  index: number,
  next: PagePosition | undefined,
): PagePosition {
  const before = position.before + index + 1
  const goOn = (at: PagePosition['at']) => ({ at, size: undefined, skip: 0, before })
  if (style.kind === 'offset') return goOn(Number(position.at) + index + 1)
  if (style.kind === 'item') return goOn(cursorOf(style.path, page.items[index]))
  return next && index === page.items.length - 1 ? next : { ...position, skip: index + 1 }
}

/** The link itself is not followed, so it may lead anywhere. */
function parameterOf(link: string, name: string): string {
  const url = URL.canParse(link, ANYWHERE) ? new URL(link, ANYWHERE) : undefined
  return url?.searchParams.get(name) ?? noWay('a cursor in its link')
}

const ANYWHERE = 'http://anywhere'

function cursorOf(path: Parameters<typeof readPath>[1], item: unknown): Cursor {
  return readCursor(readPath(item, path, nothingElse)) ?? noWay('a cursor in the last item')
}

function noWay(what: string): never {
  throw new PositionError(`a page does not have ${what}`)
}
