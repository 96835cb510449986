import type { Amount } from './amount.ts'

/** What an operation asks of its sources, and how many calls that takes. The shape is that of `extensions.queryPlan`, version 1. */
export interface QueryPlan {
  readonly version: 1
  readonly operation: 'query' | 'mutation' | 'subscription'
  readonly name?: string
  readonly calls: Bound & {
    /** The fewest, where nothing fails, and no answer is that of another request. */
    readonly least: number
    /** The most where no API answers keys by a binding of which objects are expected; absent where there is no such binding. */
    readonly ifObjects?: Bound
  }
  /** In the order in which they are asked. */
  readonly steps: readonly QueryStep[]
  /** The lists whose lengths the formulas name. */
  readonly lists: readonly ListLength[]
  /** Whether it has more places than are looked at: then nobody knows how many calls it makes. */
  readonly isCut?: true
}

/** The most that a number can be. */
export interface Bound {
  /** Numbers, names of lists, `+`, `*`, `ceil(a / b)` and `max(a, b)`. */
  readonly formula: string
  /** Null where a list in it is as long as nobody knows. */
  readonly most: number | null
}

/** What one binding or home is asked for at once. */
export interface QueryStep {
  readonly source: string
  /** Schema coordinate of the field or type whose binding it is. */
  readonly coordinate: string
  /** Method and URL as the schema has them, or SQL text with placeholders. */
  readonly text: string
  /** The response positions that it feeds, as `posts[].author`; some of them where they are many. */
  readonly feeds: readonly string[]
  /** The steps that are answered before it can be asked, by their places in the list. */
  readonly after: readonly number[]
  /** What it is asked by, of the objects before it; absent for a root field. */
  readonly by?: readonly string[]
  readonly keys: Bound
  /** Most keys of one call; absent where one call is for all. */
  readonly keysPerCall?: number
  /** Most calls that these take, where more than one: pages, or statements. Null where nobody knows. */
  readonly callsEach?: number | null
  readonly calls: Bound
  /** Whether it is asked only where an API answers keys by the binding before, of which objects are expected. */
  readonly optional?: true
}

/** How long a list is. */
export interface ListLength {
  /** As formulas name it: its response position, without what says that lists are lists. */
  readonly name: string
  readonly coordinate: string
  /** Null where nobody knows. */
  readonly most: number | null
  /** What says so; absent where nothing does. */
  readonly by?: LengthSaidBy
  /** Whether a longer one can't come: the source sees to it, or it is an error. */
  readonly held: boolean
}

export type LengthSaidBy = 'source' | 'argument' | 'listSize' | 'assumption'

export function boundOf({ text, value }: Amount): Bound {
  return { formula: text, most: value !== undefined && Number.isFinite(value) ? value : null }
}
