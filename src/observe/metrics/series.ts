import { type Labels, type MetricFamily, OTHER, printLabels } from './metric-family.ts'

/** Most series of one metric: what comes beyond them is counted together. */
const MOST_SERIES = 500

/** What is known by the values of labels so far: of all of them, the series. */
interface Branch<S> {
  readonly next: Map<string, Branch<S>>
  found: { readonly labels: string; readonly series: S } | undefined
}

/**
 * The series of one metric, by the values of its labels, of which there are never more than so many. They are found value by value: one text
 * of all of them, made and hashed for each request, takes several times as long.
 */
class Series<S> {
  readonly #names: readonly string[]
  readonly #create: () => S
  readonly #root: Branch<S> = { next: new Map(), found: undefined }
  readonly #all: NonNullable<Branch<S>['found']>[] = []

  constructor(names: readonly string[], create: () => S) {
    this.#names = names
    this.#create = create
    // Without labels it is there before anything has happened, so that a rate of it is 0 and not unknown.
    if (names.length === 0) this.#add([])
  }

  of(values: readonly string[]): S {
    let branch: Branch<S> | undefined = this.#root
    for (const value of values) {
      branch = branch.next.get(value)
      if (!branch) break
    }
    return branch?.found?.series ?? this.#beyond(values)
  }

  *[Symbol.iterator](): Generator<readonly [labels: string, series: S]> {
    for (const { labels, series } of this.#all) yield [labels, series]
  }

  #beyond(values: readonly string[]): S {
    if (this.#all.length < MOST_SERIES) return this.#add(values)
    return this.#add(values.map(() => OTHER))
  }

  #add(values: readonly string[]): S {
    let branch = this.#root
    for (const value of values) {
      const next: Branch<S> = branch.next.get(value) ?? { next: new Map(), found: undefined }
      branch.next.set(value, next)
      branch = next
    }
    if (branch.found) return branch.found.series
    const labels: Labels = Object.fromEntries(this.#names.map((name, at) => [name, values[at] ?? '']))
    branch.found = { labels: printLabels(labels), series: this.#create() }
    this.#all.push(branch.found)
    return branch.found.series
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
