/** How many requests to GraphQL are being answered, of all connections and schemas together. */
export class RequestsUnderWay {
  readonly #limit: number
  #count = 0

  constructor(limit: number) {
    this.#limit = limit
  }

  get count(): number {
    return this.#count
  }

  /** Whether one of those that have begun is too many. */
  get areTooMany(): boolean {
    return this.#count > this.#limit
  }

  begin(): void {
    this.#count += 1
  }

  end(): void {
    this.#count -= 1
  }
}
