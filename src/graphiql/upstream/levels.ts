import { coordinatesAt } from './call-marks.ts'
import type { Call } from './trace.ts'

/** Calls that waited for calls of the level before, at last. */
export interface Level {
  readonly calls: readonly Call[]
  /** Coordinates of what they waited for; none of the first one. */
  readonly after: readonly string[]
}

export function levelsOf(calls: readonly Call[]): readonly Level[] {
  const depths: number[] = []
  for (const { after } of calls) depths.push(Math.max(-1, ...after.map(at => depths[at] ?? 0)) + 1)
  const byDepth = Map.groupBy(calls, ({ at }) => depths[at] ?? 0)
  return [...byDepth]
    .sort(([a], [b]) => a - b)
    .map(([depth, level]) => {
      const before = level.flatMap(({ after }) => after.filter(at => depths[at] === depth - 1))
      return {
        calls: level,
        after: coordinatesAt(
          before.sort((a, b) => a - b),
          calls,
        ),
      }
    })
}
