import type { CallDescription } from '../../source/call-description.ts'

/** Counts the calls that are made whatever sources answer: the same request comes once. */
export class LeastCalls {
  readonly #seen = new Set<string>()
  count = 0

  add(source: string, { identity, least }: CallDescription): void {
    if (identity !== undefined) {
      const id = `${source} ${identity}`
      if (this.#seen.has(id)) return
      this.#seen.add(id)
    }
    this.count += least
  }
}
