/** Where a value stands in its list. */
export interface Link<V> {
  readonly value: V
  previous: Link<V> | undefined
  next: Link<V> | undefined
}

/** A list that any value leaves in one step, by its link. */
export class LinkedList<V> {
  #first: Link<V> | undefined
  #last: Link<V> | undefined

  get first(): V | undefined {
    return this.#first?.value
  }

  get last(): V | undefined {
    return this.#last?.value
  }

  push(value: V): Link<V> {
    const link: Link<V> = { value, previous: this.#last, next: undefined }
    if (this.#last) this.#last.next = link
    else this.#first = link
    this.#last = link
    return link
  }

  /** The link must be one of this list. */
  remove({ previous, next }: Link<V>): void {
    if (previous) previous.next = next
    else this.#first = next
    if (next) next.previous = previous
    else this.#last = previous
  }

  *[Symbol.iterator](): Iterator<V> {
    for (let link = this.#first; link; link = link.next) yield link.value
  }
}
