import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** An object of a collection; beside `id`, its properties are what the data file or a client said. */
export type Item = Record<string, unknown> & { id: number }

/** Items by id, in memory: what is written is gone with the process. */
export class Collection {
  readonly #items: Map<string, Item>
  #lastId: number

  constructor(items: readonly Item[]) {
    this.#items = new Map(items.map(item => [String(item.id), item]))
    this.#lastId = Math.max(0, ...items.map(item => item.id))
  }

  /**
   * The items, in the order of their making, that have one of the values under each name. A name that no item has is
   * no filter, as at jsonplaceholder.
   */
  list(filters: ReadonlyMap<string, readonly string[]>): Item[] {
    const items = [...this.#items.values()]
    const known = [...filters].filter(([name]) => items.some(item => Object.hasOwn(item, name)))
    return items.filter(item => known.every(([name, values]) => hasOneOf(item, name, values)))
  }

  get(id: string): Item | undefined {
    return this.#items.get(id)
  }

  create(values: object): Item {
    this.#lastId += 1
    return this.#put(this.#lastId, values)
  }

  /** Undefined if there is no such item; so is `merge`. */
  replace(id: string, values: object): Item | undefined {
    const item = this.#items.get(id)
    return item && this.#put(item.id, values)
  }

  merge(id: string, values: object): Item | undefined {
    const item = this.#items.get(id)
    return item && this.#put(item.id, { ...item, ...values })
  }

  /** Whether there was such an item. */
  delete(id: string): boolean {
    return this.#items.delete(id)
  }

  #put(id: number, values: object): Item {
    // Spread defines properties and never sets them, so that a `__proto__` in the values stays an ordinary name.
    const item: Item = { ...values, id }
    // Foreign keys are numbers like the ids that they name, even when a GraphQL client sent them as ID strings.
    for (const name of ['userId', 'postId']) {
      const key = Object.hasOwn(item, name) ? item[name] : undefined
      if (typeof key === 'string' && /^(0|[1-9]\d{0,14})$/.test(key)) item[name] = Number(key)
    }
    this.#items.set(String(id), item)
    return item
  }
}

/** The collections of the demo by name, fresh from `demo/data`. */
export function loadCollections(): Map<string, Collection> {
  return new Map(['posts', 'comments', 'users'].map(name => [name, new Collection(readItems(name))]))
}

function readItems(name: string): Item[] {
  return JSON.parse(readFileSync(join(import.meta.dirname, 'data', `${name}.json`), 'utf8')) as Item[]
}

/** Values in a query are text; objects and null equal none. */
function hasOneOf(item: Item, name: string, values: readonly string[]): boolean {
  const value = Object.hasOwn(item, name) ? item[name] : null
  return value !== null && typeof value !== 'object' && values.includes(String(value))
}
