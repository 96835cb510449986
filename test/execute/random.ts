/** A seeded stream of random numbers: the same seeds give the same stream on every machine. */
export class Random {
  #state = 0

  constructor(...seeds: readonly number[]) {
    for (const seed of seeds) this.#state = mix(this.#state ^ mix(seed + 1))
  }

  /** From 0 up to, not including, 1. */
  next(): number {
    this.#state = (this.#state + 0x9e3779b9) | 0
    return (mix(this.#state) >>> 0) / 2 ** 32
  }

  /** A whole number from `low` to `high`, both included. */
  int(low: number, high: number): number {
    return low + Math.floor(this.next() * (high - low + 1))
  }

  chance(probability: number): boolean {
    return this.next() < probability
  }

  pick<T>(items: readonly T[]): T {
    if (items.length === 0) throw new Error('there is nothing to pick from')
    return items[this.int(0, items.length - 1)] as T
  }

  /** Each item with this probability. */
  some<T>(items: readonly T[], probability: number): T[] {
    return items.filter(() => this.chance(probability))
  }

  /** Some distinct items in a random order. */
  sample<T>(items: readonly T[], count: number): T[] {
    const left = [...items]
    const taken: T[] = []
    while (taken.length < count && left.length > 0) taken.push(...left.splice(this.int(0, left.length - 1), 1))
    return taken
  }
}

/** Every bit of the result depends on every bit of the number. */
function mix(number: number): number {
  let bits = number | 0
  bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b)
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35)
  return bits ^ (bits >>> 16)
}
