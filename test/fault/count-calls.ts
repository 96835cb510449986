import { FIELDS } from './fields.ts'
import type { Operation, Selection } from './operations.ts'
import { SOURCES, type SourceName } from './schema.ts'

export type Counts = Record<SourceName, number>

export function noCounts(): Counts {
  return { blog: 0, talk: 0, db: 0 }
}

/**
 * How many calls an operation makes of each source at most, told from its answer: one for each place of a field that a
 * source answers, where it has a parent. A place is one call however many parents it has; all keys fit into one batch.
 */
export function countCalls({ type, selections }: Operation, data: unknown): Counts {
  const places = new Map<string, SourceName>()
  visit(type, selections, data, '', places)
  const counts = noCounts()
  for (const source of places.values()) counts[source]++
  return counts
}

export function addCounts(counts: Counts, more: Counts): void {
  for (const source of SOURCES) counts[source] += more[source]
}

function visit(
  type: string,
  selections: readonly Selection[],
  data: unknown,
  place: string,
  places: Map<string, SourceName>,
): void {
  if (Array.isArray(data)) {
    for (const item of data) visit(type, selections, item, place, places)
    return
  }
  if (typeof data !== 'object' || data === null) return
  for (const { key, name, selections: below } of selections) {
    const field = FIELDS[type]?.[name]
    const here = `${place}.${key}`
    if (field?.source) places.set(here, field.source)
    if (field?.type !== undefined) visit(field.type, below, (data as Record<string, unknown>)[key], here, places)
  }
}
