/** Names of one scope: each is given once. */
export class NamesTaken {
  readonly #taken: Set<string>

  constructor(reserved: Iterable<string> = []) {
    this.#taken = new Set(reserved)
  }

  /**
   * The first candidate that is free, else the last with the first number from 2 on that makes it so. `also` says what
   * else a name takes with it.
   */
  take(candidates: readonly string[], also: (name: string) => readonly string[] = () => []): string {
    const isFree = (name: string) => name !== '' && [name, ...also(name)].every(each => !this.#taken.has(each))
    const name = candidates.find(isFree) ?? this.#numbered(candidates.at(-1) ?? '', isFree)
    for (const each of [name, ...also(name)]) this.#taken.add(each)
    return name
  }

  #numbered(base: string, isFree: (name: string) => boolean): string {
    const start = /\d$/.test(base) ? `${base}_` : base
    for (let number = 2; ; number++) {
      const name = `${start}${number}`
      if (isFree(name)) return name
    }
  }
}
