/**
 * What tells of the values of a type's objects other than by their fields: an input field that filters or orders by them, or a field
 * whose cursors hold them.
 */
export interface ValueRead {
  /** The coordinate of the field or input field. */
  readonly at: string
  readonly type: string
  /** The field of the type that it is called as; undefined where it names a column. */
  readonly field?: string
  /** What it reads of the source's objects. */
  readonly column: string
  readonly source: string
}

/** Gathers what values could be guessed or read by that a user may not see. */
export class ValueReads {
  readonly #reads = new Map<string, ValueRead>()

  get list(): readonly ValueRead[] {
    return [...this.#reads.values()]
  }

  add(read: ValueRead): void {
    this.#reads.set(JSON.stringify(read), read)
  }
}
