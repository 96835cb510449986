import { listOf, numberOf, objectOf, textOf } from '../json-values.ts'

/** Steps that a panel shows. */
const MOST_STEPS = 500

/** The most that a number can be: null where nobody knows. */
export interface Bound {
  readonly formula: string
  readonly most: number | null
}

/** What one binding or home is asked for at once. */
export interface Step {
  /** Its place in the plan. */
  readonly at: number
  readonly source: string
  readonly coordinate: string
  readonly text: string
  /** Response positions, as `posts[].author`. */
  readonly feeds: readonly string[]
  /** The steps that it waits for, all before it. */
  readonly after: readonly number[]
  readonly by: readonly string[]
  readonly keysPerCall: number | undefined
  readonly calls: Bound
  readonly isOptional: boolean
}

/** How long a list is; null where nobody knows. */
export interface ListLength {
  readonly name: string
  readonly most: number | null
  /** What says so. */
  readonly by: string | undefined
}

/** `extensions.queryPlan` of an answer, version 1 (docs/costs.md). */
export interface QueryPlan {
  readonly least: number
  readonly calls: Bound
  /** Where no API answers keys by a binding of which objects are expected; undefined where there is no such binding. */
  readonly ifObjects: Bound | undefined
  readonly steps: readonly Step[]
  readonly lists: readonly ListLength[]
  /** Whether it has more places than the gateway looks at. */
  readonly isCut: boolean
}

/** The plan of an answer; undefined where it has none of this version. What is missing in it, or of another kind, counts as absent. */
export function readQueryPlan(answer: object): QueryPlan | undefined {
  const { version, calls, steps, lists, isCut } = objectOf(objectOf(objectOf(answer).extensions).queryPlan)
  if (version !== 1) return undefined
  const { least, ifObjects } = objectOf(calls)
  return {
    least: numberOf(least) ?? 0,
    ifObjects: ifObjects === undefined ? undefined : readBound(ifObjects),
    calls: readBound(calls),
    steps: listOf(steps).slice(0, MOST_STEPS).map(readStep),
    lists: listOf(lists)
      .map(objectOf)
      .map(({ name, most, by }) => ({ name: textOf(name) ?? '', most: numberOf(most) ?? null, by: textOf(by) })),
    isCut: isCut === true,
  }
}

function readStep(value: unknown, at: number): Step {
  const { source, coordinate, text, feeds, after, by, keysPerCall, calls, optional } = objectOf(value)
  return {
    at,
    source: textOf(source) ?? '',
    coordinate: textOf(coordinate) ?? '',
    text: textOf(text) ?? '',
    feeds: textsOf(feeds),
    // By these only, nothing can go in a circle.
    after: listOf(after).filter(each => typeof each === 'number' && each >= 0 && each < at) as number[],
    by: textsOf(by),
    keysPerCall: numberOf(keysPerCall),
    calls: readBound(calls),
    isOptional: optional === true,
  }
}

function readBound(value: unknown): Bound {
  const { formula, most } = objectOf(value)
  return { formula: textOf(formula) ?? '', most: numberOf(most) ?? null }
}

function textsOf(value: unknown): readonly string[] {
  return listOf(value).filter(each => typeof each === 'string')
}
