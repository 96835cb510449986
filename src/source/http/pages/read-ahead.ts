import type { HttpRequest } from '../request.ts'
import type { PagePosition } from './page-position.ts'
import { pageRequest } from './page-request.ts'
import { type PagesInput, type ReadPage, tooManyPages } from './read-pages.ts'
import { requestId } from './request-id.ts'

/** Pages of one list that are asked for at once. */
const AT_ONCE = 4

/**
 * Asks for pages before their turn, where the total tells how many there are and full pages where they begin. A page that is
 * shorter than it should be makes a guess wrong: then it was asked for in vain, and the list is read as it is without.
 */
export class ReadAhead {
  readonly #input: PagesInput
  readonly #asked = new Map<string, Promise<unknown>>()
  /** Those that were asked for in vain are among them. */
  #made = 0

  constructor(input: PagesInput) {
    this.#input = input
  }

  /** The answer to a request, which may be on its way. */
  ask(request: HttpRequest): Promise<unknown> {
    const id = requestId(request)
    const asked = this.#asked.get(id) ?? this.#call(request)
    this.#asked.delete(id)
    return asked
  }

  /** Asks for the pages that follow one. */
  follow({ page, position, next }: ReadPage): void {
    const { binding, pages, request } = this.#input
    const { length } = page.items
    const isFull = length > 0 && length === (position.size ?? length)
    if (!next || page.total === undefined || !isFull) return
    for (const guess of guessPositions(pages.style.kind, next, length)) {
      if (guess.before >= page.total || this.#made >= pages.maxPages) return
      const wanted = pageRequest(binding, pages, request, guess)
      const id = requestId(wanted)
      if (this.#asked.has(id)) continue
      const asked = this.#call(wanted)
      // Nobody may wait for it any more where another page fails.
      asked.catch(() => undefined)
      this.#asked.set(id, asked)
    }
  }

  /** No list takes more calls than it may have pages. */
  async #call(request: HttpRequest): Promise<unknown> {
    const { binding, pages } = this.#input
    if (this.#made >= pages.maxPages) throw tooManyPages(binding, pages)
    this.#made++
    return this.#input.ask(request)
  }
}

/** Only numbers can be guessed. */
function guessPositions(kind: string, next: PagePosition, length: number): readonly PagePosition[] {
  const step = kind === 'page' ? 1 : kind === 'offset' ? length : undefined
  if (step === undefined) return []
  return Array.from({ length: AT_ONCE }, (_, n) => ({
    ...next,
    at: Number(next.at) + n * step,
    before: next.before + n * length,
  }))
}
