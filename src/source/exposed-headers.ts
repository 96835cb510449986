/** Most bytes of what one answer of the gateway shows of headers of APIs, and most of their lines. */
const MOST_BYTES = 8_192
const MOST_LINES = 50

/** What HTTP can send as it is (RFC 9110, section 5.5), without the bytes of unknown encodings. */
const VALUE = /^[\t\x20-\x7e]+$/

/** What clients are shown of the headers of APIs' answers, by names in lower case: each value once, in the order in which they came. */
export class ExposedHeaders {
  readonly #values = new Map<string, Set<string>>()
  #bytes = 0
  #lines = 0
  #isCut = false

  /** Whether something was left out, as there was too much, or nobody could send it. */
  get isCut(): boolean {
    return this.#isCut
  }

  get all(): ReadonlyMap<string, ReadonlySet<string>> {
    return this.#values
  }

  add(name: string, value: string): void {
    const values = this.#values.get(name) ?? new Set()
    if (values.has(value)) return
    const bytes = name.length + value.length
    if (!VALUE.test(value) || this.#bytes + bytes > MOST_BYTES || this.#lines >= MOST_LINES) {
      this.#isCut = true
      return
    }
    this.#bytes += bytes
    this.#lines += 1
    this.#values.set(name, values.add(value))
  }
}
