import type { IncomingHttpHeaders } from 'node:http'
import type { Freshness } from '../../source/call-context.ts'
import type { Claims, Client } from '../../source/client.ts'
import { isTracing } from '../../source/tracing-headers.ts'

/** The header by which nothing keeps an answer. */
export const NO_STORE = { 'cache-control': 'no-store' } as const

/** How long caches of clients may keep an answer: the strictest of all that it was made from. */
export class AnswerCaching {
  /** Names of the client's headers that calls have read. */
  readonly #read = new Set<string>()
  #until: number | undefined
  #private = false
  #readsUser = false
  readonly #userHeaders: readonly string[]

  /** `userHeaders` are those by which users are known. */
  constructor(userHeaders: readonly string[]) {
    this.#userHeaders = userHeaders
  }

  /** The client, as calls read what its request says. */
  watch(headers: IncomingHttpHeaders, claims: Claims | undefined): Client {
    return new WatchedClient(this, headers, claims)
  }

  /** The answer is another one for another value of the client's header. */
  readHeader(name: string): void {
    this.#read.add(name)
  }

  /** The answer is another one for another user. */
  readUser(): void {
    this.#readsUser = true
  }

  /** Whether calls have read no other headers than these. */
  hasReadOnly(names: ReadonlySet<string>): boolean {
    return this.#read.isSubsetOf(names)
  }

  /** An answer of a source that is used; undefined where nobody says how long it holds. */
  add(freshness: Freshness | undefined): void {
    this.#until = Math.min(this.#until ?? Number.POSITIVE_INFINITY, freshness?.until ?? 0)
    if (freshness?.private) this.#private = true
  }

  /** What answers depend on is told in Vary: a browser is one cache for all who use it. */
  headers(now: number): Readonly<Record<string, string>> {
    if (this.#until === undefined) return NO_STORE
    const seconds = Math.floor((this.#until - now) / 1000)
    if (seconds <= 0) return NO_STORE
    const read = new Set(this.#readsUser ? [...this.#read, ...this.#userHeaders] : this.#read)
    const vary = [...read].filter(name => !isTracing(name)).sort()
    const isPrivate = this.#private || vary.length > 0
    return {
      'cache-control': `${isPrivate ? 'private, ' : ''}max-age=${seconds}`,
      ...(vary.length > 0 ? { vary: vary.join(', ') } : {}),
    }
  }
}

class WatchedClient implements Client {
  readonly #caching: AnswerCaching
  readonly #headers: IncomingHttpHeaders
  readonly #claims: Claims | undefined

  constructor(caching: AnswerCaching, headers: IncomingHttpHeaders, claims: Claims | undefined) {
    this.#caching = caching
    this.#headers = headers
    this.#claims = claims
  }

  get claims(): Claims | undefined {
    this.#caching.readUser()
    return this.#claims
  }

  header(name: string): string | undefined {
    this.#caching.readHeader(name)
    return headerValue(this.#headers, name)
  }
}

/** The value of a client's header. One called `constructor` is a header and nothing else. */
export function headerValue(headers: IncomingHttpHeaders, name: string): string | undefined {
  const value = Object.hasOwn(headers, name) ? headers[name] : undefined
  return typeof value === 'object' ? value.join(', ') : value
}
