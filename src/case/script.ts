/** What a document says of calls: each entry is called so often. The same call is answered by one after the other. */
export class Script<Entry extends { readonly calls: number }> {
  readonly #entries: readonly Entry[]
  readonly #print: (entry: Entry, calls: number) => string
  readonly #counts = new Map<Entry, number>()
  readonly #unexpected: string[] = []

  /** `print` is a line of an entry, with the number of its calls. */
  constructor(entries: readonly Entry[], print: (entry: Entry, calls: number) => string) {
    this.#entries = entries
    this.#print = print
  }

  /** The entry that answers a call; where none fits, `unexpected` is its line. */
  take(fits: (entry: Entry) => boolean, unexpected: () => string): Entry | undefined {
    const fitting = this.#entries.filter(fits)
    const taken = fitting.find(entry => this.#countOf(entry) < entry.calls) ?? fitting.at(-1)
    if (taken) this.#counts.set(taken, this.#countOf(taken) + 1)
    else this.#unexpected.push(unexpected())
    return taken
  }

  /** A line an entry with the number of times that it was called, then one a call that no entry fits. */
  calls(): string[] {
    return [...this.#entries.map(entry => this.#print(entry, this.#countOf(entry))), ...this.#unexpected]
  }

  #countOf(entry: Entry): number {
    return this.#counts.get(entry) ?? 0
  }
}
