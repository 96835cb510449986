/** What is to be told of a document that could not be mapped as it is; written when all names are given. */
export class Notes {
  readonly #leftOut: (() => string)[] = []
  readonly #json: (() => string)[] = []

  /** A sentence of what is not in the schema. */
  leaveOut(text: string | (() => string)): void {
    this.#leftOut.push(typeof text === 'string' ? () => text : text)
  }

  /** A field whose values are JSON, because GraphQL or the document can't tell their type. */
  asJson(coordinate: () => string, why: string): void {
    this.#json.push(() => `${coordinate()} is JSON: ${why}.`)
  }

  /** A line each. */
  lines(): string[] {
    const leftOut = this.#leftOut.map(text => `Left out: ${text()}`)
    return [...new Set([...leftOut, ...this.#json.map(text => text())])]
  }
}
