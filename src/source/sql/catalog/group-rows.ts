import type { ResultSet } from '../dialect.ts'

/** Rows under the text of their first columns, in their order; `width` columns are the key. */
export function groupRows(
  rows: ResultSet['rows'],
  width: number,
): ReadonlyMap<string, readonly (readonly unknown[])[]> {
  const groups = new Map<string, (readonly unknown[])[]>()
  for (const row of rows) {
    const key = groupKey(row.slice(0, width))
    const group = groups.get(key) ?? []
    group.push(row.slice(width))
    groups.set(key, group)
  }
  return groups
}

export function groupKey(names: readonly unknown[]): string {
  return JSON.stringify(names.map(String))
}
