/** What may wait for others of its kind. */
interface Placed {
  /** Its place among all. */
  readonly at: number
  readonly coordinate: string
  /** The places of those that it waits for, all before it. */
  readonly after: readonly number[]
}

/** Those that wait for some of the level before, at last. */
export interface Level<T> {
  readonly members: readonly T[]
  /** Coordinates of what they wait for; none of the first level. */
  readonly after: readonly string[]
}

export function levelsOf<T extends Placed>(all: readonly T[]): readonly Level<T>[] {
  const depths: number[] = []
  for (const { after } of all) depths.push(Math.max(-1, ...after.map(at => depths[at] ?? 0)) + 1)
  const byDepth = Map.groupBy(all, ({ at }) => depths[at] ?? 0)
  return [...byDepth]
    .sort(([a], [b]) => a - b)
    .map(([depth, members]) => {
      const before = members.flatMap(({ after }) => after.filter(at => depths[at] === depth - 1))
      return {
        members,
        after: coordinatesAt(
          before.sort((a, b) => a - b),
          all,
        ),
      }
    })
}

/** What is called how, by places; each name once. */
export function coordinatesAt(places: readonly number[], all: readonly Placed[]): readonly string[] {
  return [...new Set(places.flatMap(at => all[at]?.coordinate ?? []))]
}
