/** JSON of a column that has been read, in place of its text. */
export class ReadJson {
  readonly #value: unknown
  readonly #error: unknown

  constructor(read: { readonly value: unknown } | { readonly error: unknown }) {
    if ('error' in read) this.#error = read.error
    else this.#value = read.value
  }

  /** Throws SyntaxError where the text was no JSON. */
  get(): unknown {
    if (this.#error !== undefined) throw this.#error
    return this.#value
  }
}
