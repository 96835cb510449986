import type { Call } from '../upstream/trace.ts'

/** What an operation has found of a source. */
export interface SourceCalls {
  readonly number: number
  /** Why calls failed, each reason once. */
  readonly errors: ReadonlySet<string>
}

export function callsBySource(calls: readonly Call[]): ReadonlyMap<string, SourceCalls> {
  return new Map(
    [...Map.groupBy(calls, ({ source }) => source)].map(([source, all]) => [
      source,
      { number: all.length, errors: new Set(all.flatMap(({ error }) => error ?? [])) },
    ]),
  )
}
