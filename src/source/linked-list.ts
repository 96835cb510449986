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
  remove(link: Link<V>): void {
    const { previous, next } = link
    if (previous) previous.next = next
    else this.#first = next
    if (next) next.previous = previous
    else this.#last = previous
    // One that the garbage collector has in its old generation would keep all alive that come behind it, as others leave.
    link.previous = undefined
    link.next = undefined
  }

  *[Symbol.iterator](): Iterator<V> {
    for (let link = this.#first; link; link = link.next) yield link.value
  }
}
