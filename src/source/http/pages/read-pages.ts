import type { HttpBinding } from '../../../plan/http/http-binding.ts'
import type { HttpPages } from '../../../plan/http/http-pages.ts'
import { NoAnswer } from '../../empty-slot.ts'
import { SourceError } from '../../source-error.ts'
import { answerError, statusError } from '../error.ts'
import { followLink } from '../follow-link.ts'
import type { HttpBase } from '../http-base.ts'
import type { HttpRequest } from '../request.ts'
import type { Page } from './page.ts'
import { nextPosition, type PagePosition } from './page-position.ts'
import { pageRequest } from './page-request.ts'
import { requestId } from './request-id.ts'

/** How the pages of one call are read. */
export interface PagesInput {
  readonly binding: HttpBinding
  readonly pages: HttpPages
  readonly base: HttpBase
  /** The call without what the pages add to it. */
  readonly request: HttpRequest
  /** The Page that a request answers, or a SourceError; a NoAnswer where a 404 is null. */
  readonly ask: (request: HttpRequest) => Promise<unknown>
  /** Told where a page for the client has no items. */
  readonly onEmpty: () => void
}

/** A page, where it is, and where the next one is; undefined behind the last one. */
export interface ReadPage {
  readonly page: Page
  readonly position: PagePosition
  readonly next: PagePosition | undefined
}

/**
 * Reads page after page from the position on, until `take` has enough or there are none left. A NoAnswer where a 404 to the
 * first one is null, else `undefined`. Throws SourceError for a page that fails, and where a list is longer than it may be or
 * has no end, and PositionError.
 */
export async function readPages(
  input: PagesInput,
  start: PagePosition,
  take: (read: ReadPage) => boolean,
): Promise<NoAnswer | undefined> {
  const { binding, pages, base, request, ask } = input
  const asked = new Set<string>()
  for (let position: PagePosition | undefined = start; position; ) {
    if (asked.size === pages.maxPages) throw tooManyPages(binding, pages)
    const current = pageRequest(binding, pages, request, position)
    const id = requestId(current)
    if (asked.has(id)) throw answerError(binding, 'wrong_shape', new Error('the pages lead in a circle'))
    asked.add(id)
    const page = (await ask(current)) as Page | Error | NoAnswer
    if (isBehindTheLast(pages, position, page)) return undefined
    if (page instanceof Error) throw page
    if (page instanceof NoAnswer) {
      if (asked.size === 1) return page
      throw statusError(binding, { status: 404, text: 'a page', hasRetryAfter: false })
    }
    const next = nextPosition(pages, position, page, link => followLink(link, base, base.origin + current.path))
    if (!take({ page, position, next })) return undefined
    position = next
  }
  return undefined
}

export function refuseTooMany({ binding, pages }: PagesInput, count: number): void {
  if (count > pages.maxItems) throw tooLong(binding, `maxItems of ${pages.maxItems}`)
}

/** The error of a list that takes more calls than it may. */
export function tooManyPages(binding: HttpBinding, { maxPages }: HttpPages): SourceError {
  return tooLong(binding, `maxPages of ${maxPages}`)
}

function tooLong({ source }: HttpBinding, limit: string): SourceError {
  const message = `The list is longer than its ${limit}.`
  return new SourceError(message, { reason: 'too_large', source })
}

/** Where pages have numbers, some APIs answer 404 behind the last one. */
function isBehindTheLast({ style }: HttpPages, { at }: PagePosition, page: Page | Error | NoAnswer): boolean {
  if (style.kind !== 'page' || at === style.start) return false
  return page instanceof NoAnswer || (page instanceof SourceError && page.status === 404)
}
