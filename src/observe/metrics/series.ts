import { type Labels, type MetricFamily, OTHER, printLabels } from './metric-family.ts'

/** Most series of one metric: what comes beyond them is counted together. */
const MOST_SERIES = 500

/** The series of one metric, by the values of its labels, of which there are never more than so many. */
class Series<S> {
  readonly #names: readonly string[]
  readonly #create: () => S
  readonly #all = new Map<string, { readonly labels: string; readonly series: S }>()

  constructor(names: readonly string[], create: () => S) {
    this.#names = names
    this.#create = create
  }

  of(values: readonly string[]): S {
    const id = values.length === 1 ? (values[0] as string) : values.join('\n')
    const known = this.#all.get(id)
    if (known) return known.series
    if (this.#all.size > MOST_SERIES)
      return this.#add(
        OTHER,
        values.map(() => OTHER),
      )
    return this.#add(id, values)
  }

  *[Symbol.iterator](): Generator<readonly [labels: string, series: S]> {
    for (const { labels, series } of this.#all.values()) yield [labels, series]
  }

  #add(id: string, values: readonly string[]): S {
    const known = this.#all.get(id)
    if (known) return known.series
    const labels: Labels = Object.fromEntries(this.#names.map((name, at) => [name, values[at] ?? '']))
    const series = this.#create()
    this.#all.set(id, { labels: printLabels(labels), series })
    return series
  }
}

type Said = Pick<MetricFamily, 'name' | 'help' | 'unit'>

/** Counts what happens; `values` are those of its labels, in their order. */
export class Counter {
  readonly #said: Said
  readonly #series: Series<{ count: number }>

  constructor(said: Said, ...labels: readonly string[]) {
    this.#said = said
    this.#series = new Series(labels, () => ({ count: 0 }))
  }

  add(count: number, ...values: readonly string[]): void {
    this.#series.of(values).count += count
  }

  family(): MetricFamily {
    const samples = Array.from(this.#series, ([labels, { count }]) => ({ suffix: '_total', labels, value: count }))
    return { ...this.#said, type: 'counter', together: 'sum', samples }
  }
}

/** How many of what it was told are up to each bound. */
export class Histogram {
  readonly #said: Said
  readonly #bounds: readonly number[]
  readonly #series: Series<{ readonly counts: number[]; sum: number }>

  constructor(said: Said, bounds: readonly number[], ...labels: readonly string[]) {
    this.#said = said
    this.#bounds = bounds
    this.#series = new Series(labels, () => ({ counts: new Array(bounds.length + 1).fill(0), sum: 0 }))
  }

  observe(value: number, ...values: readonly string[]): void {
    const series = this.#series.of(values)
    let at = 0
    while (at < this.#bounds.length && value > (this.#bounds[at] as number)) at++
    series.counts[at] = (series.counts[at] as number) + 1
    series.sum += value
  }

  family(): MetricFamily {
    const samples = [...this.#series].flatMap(([labels, { counts, sum }]) => {
      let count = 0
      const buckets = counts.map((each, at) => {
        count += each
        const bound = `le="${this.#bounds[at] ?? '+Inf'}"`
        return { suffix: '_bucket', labels: labels === '' ? bound : `${labels},${bound}`, value: count }
      })
      return [...buckets, { suffix: '_sum', labels, value: sum }, { suffix: '_count', labels, value: count }]
    })
    return { ...this.#said, type: 'histogram', together: 'sum', samples }
  }
}
