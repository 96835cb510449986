import { FIELDS } from './fields.ts'
import type { Answer } from './invariants.ts'
import type { Operation, Selection } from './operations.ts'
import { SOURCES, type SourceName } from './schema.ts'

export type Counts = Record<SourceName, number>

export function noCounts(): Counts {
  return { blog: 0, talk: 0, db: 0 }
}

/** What is refused without a try. */
const REFUSED = new Set(['circuit_open', 'REQUEST_CONCURRENCY_LIMITED'])

/**
 * How many calls an operation makes of each source at most, told from its answer: one for each place of a field that a
 * source answers, where it has a parent and was not refused. A place is one call however many parents it has; all keys fit
 * into one batch.
 */
export function countCalls({ type, selections }: Operation, { data, errors = [] }: Answer): Counts {
  const places = new Map<string, SourceName>()
  visit(type, selections, data, '', places)
  for (const { path = [], extensions } of errors)
    if (REFUSED.has(extensions?.reason ?? extensions?.code ?? '')) places.delete(placeOf(path))
  const counts = noCounts()
  for (const source of places.values()) counts[source]++
  return counts
}

function placeOf(path: readonly (string | number)[]): string {
  return path
    .filter(key => typeof key === 'string')
    .map(key => `.${key}`)
    .join('')
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
