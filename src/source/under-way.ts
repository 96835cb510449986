/** What stands in the place of a value, so that it can be taken out of whatever holds its place. */
interface Box<V> {
  value: V | undefined
}

/**
 * What is under way, by its key. A Map that values come to and leave all the time keeps them for long: the tables that it has outgrown
 * hold what was in them, and lead from one to the next. Once the garbage collector has one of them in its old generation, all that were
 * ever in a later one live on until that generation is collected as a whole, with all they hold. Here only their keys do.
 */
export class UnderWay<K extends string | number, V extends object> {
  readonly #boxes = new Map<K, Box<V>>()

  get(key: K): V | undefined {
    return this.#boxes.get(key)?.value
  }

  set(key: K, value: V): void {
    this.#boxes.set(key, { value })
  }

  delete(key: K): void {
    const box = this.#boxes.get(key)
    if (!box) return
    box.value = undefined
    this.#boxes.delete(key)
  }
}
