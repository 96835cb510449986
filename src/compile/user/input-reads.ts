/** What of the objects of a type an input field filters or orders by: a field of theirs, or what one reads of a source. */
export interface InputRead {
  /** The coordinate of the input field. */
  readonly input: string
  readonly type: string
  readonly by: { readonly field: string } | { readonly column: string; readonly source: string }
}

/** Gathers what input fields read, by which values could be guessed that a user may not see. */
export class InputReads {
  readonly #reads = new Map<string, InputRead>()

  get list(): readonly InputRead[] {
    return [...this.#reads.values()]
  }

  add(read: InputRead): void {
    this.#reads.set(JSON.stringify(read), read)
  }
}
