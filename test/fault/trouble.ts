import { SOURCES, type SourceName } from './schema.ts'

/** Which sources are in trouble: from a fault on until they answer in full again. */
export class Trouble {
  /** How often a source has come into trouble or out of it; even is well. */
  readonly #changes = new Map<SourceName, number>(SOURCES.map(source => [source, 0]))

  begin(source: SourceName): void {
    this.#change(source)
  }

  end(source: SourceName): void {
    this.#change(source)
  }

  /** Tells later which sources have been well since. */
  watch(): () => ReadonlySet<string> {
    const before = new Map(this.#changes)
    return () =>
      new Set(
        SOURCES.filter(source => {
          const changes = this.#changes.get(source) ?? 0
          return changes % 2 === 0 && changes === before.get(source)
        }),
      )
  }

  #change(source: SourceName): void {
    this.#changes.set(source, (this.#changes.get(source) ?? 0) + 1)
  }
}
