/** An operation that is known before anybody asks for it. */
export interface TrustedDocument {
  /** What clients may call it by, `sha256:…` among them (GraphQL over HTTP, appendix on persisted documents). */
  readonly ids: readonly string[]
  readonly text: string
}

/** The operations that are known, by their ids and texts. */
export class TrustedDocuments {
  readonly #byId = new Map<string, string>()
  readonly #texts = new Set<string>()

  constructor(documents: readonly TrustedDocument[]) {
    for (const { ids, text } of documents) {
      this.#texts.add(text)
      for (const id of ids) this.#byId.set(id, text)
    }
  }

  get isEmpty(): boolean {
    return this.#texts.size === 0
  }

  /** The text that an id stands for. */
  text(id: string): string | undefined {
    return this.#byId.get(id)
  }

  /** Whether a text is that of one of them, letter for letter. */
  has(text: string): boolean {
    return this.#texts.has(text)
  }
}
