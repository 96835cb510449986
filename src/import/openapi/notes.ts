/** What is to be told of a document that could not be mapped as it is; written when all names are given. */
export class Notes {
  readonly #leftOut = new Set<string>()
  readonly #json: (() => string)[] = []

  /** A sentence of what is not in the schema. */
  leaveOut(text: string): void {
    this.#leftOut.add(text)
  }

  /** A field whose values are JSON, because GraphQL or the document can't tell their type. */
  asJson(coordinate: () => string, why: string): void {
    this.#json.push(() => `${coordinate()} is JSON: ${why}.`)
  }

  /** A line each. */
  lines(): string[] {
    const json = new Set(this.#json.map(text => text()))
    return [...[...this.#leftOut].map(text => `Left out: ${text}`), ...json]
  }
}
