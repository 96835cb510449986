/** A part that is so large is told where there may be more than one. */
const LARGE = 1_000

/** A number that may depend on others which nobody knows, as a formula: `2 + ceil(posts / 100)`. */
export class Amount {
  readonly text: string
  /** Undefined where it is not known. */
  readonly value: number | undefined
  readonly #isSum: boolean

  private constructor(text: string, value: number | undefined, isSum = false) {
    this.text = text
    this.value = value
    this.#isSum = isSum
  }

  static of(value: number): Amount {
    return new Amount(String(value), value)
  }

  /** One that has a name. */
  static named(name: string, value: number | undefined): Amount {
    return new Amount(name, value)
  }

  /** Numbers are added up, and the same formula comes once. */
  static sum(amounts: readonly Amount[]): Amount {
    const number = amounts.reduce((sum, each) => sum + (each.#number ?? 0), 0)
    const times = new Map<string, { readonly amount: Amount; count: number }>()
    for (const amount of amounts.filter(each => each.#number === undefined)) {
      const known = times.get(amount.text)
      if (known) known.count++
      else times.set(amount.text, { amount, count: 1 })
    }
    const named = [...times.values()].map(({ amount, count }) => Amount.of(count).times(amount))
    const parts = number > 0 || named.length === 0 ? [Amount.of(number), ...named] : named
    const [only] = parts
    if (only && parts.length === 1) return only
    return new Amount(parts.map(({ text }) => text).join(' + '), total(parts), true)
  }

  /** The largest; where one of them is not known, that is not known either. */
  static largest(amounts: readonly Amount[]): Amount {
    const distinct = [...new Map(amounts.map(each => [each.text, each])).values()]
    const [only] = distinct
    if (only && distinct.length === 1) return only
    const values = distinct.map(({ value }) => value)
    const value = values.every(each => each !== undefined) ? Math.max(0, ...values) : undefined
    if (distinct.every(each => each.#number !== undefined)) return Amount.of(value ?? 0)
    return new Amount(`max(${distinct.map(({ text }) => text).join(', ')})`, value)
  }

  /** What it is where its formula is nothing but a number. */
  get #number(): number | undefined {
    return this.text === String(this.value) ? this.value : undefined
  }

  times(other: Amount): Amount {
    const [one, two] = [this.#number, other.#number]
    if (one !== undefined && two !== undefined) return Amount.of(one * two)
    if (one === 0 || two === 0) return Amount.of(0)
    if (one === 1) return other
    if (two === 1) return this
    const value = this.value === undefined || other.value === undefined ? undefined : this.value * other.value
    return new Amount(`${this.#factor} * ${other.#factor}`, value)
  }

  /** How many parts of that size it has, the last of which may be smaller. */
  dividedBy(size: number): Amount {
    if (size === 1 || this.#number === 0) return this
    // Nobody asks for nothing.
    if (size === Number.POSITIVE_INFINITY) return this.value === 0 ? this : Amount.of(1)
    if (this.#number !== undefined) return Amount.of(Math.ceil(this.#number / size))
    if (size >= LARGE && this.value !== undefined && this.value <= size) return Amount.of(1)
    return new Amount(
      `ceil(${this.#factor} / ${size})`,
      this.value === undefined ? undefined : Math.ceil(this.value / size),
    )
  }

  get #factor(): string {
    return this.#isSum ? `(${this.text})` : this.text
  }
}

function total(amounts: readonly Amount[]): number | undefined {
  return amounts.reduce<number | undefined>(
    (sum, { value }) => (sum === undefined || value === undefined ? undefined : sum + value),
    0,
  )
}
