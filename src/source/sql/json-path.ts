import type { JsonPlace } from '../../plan/sql/column-term.ts'

/** A path as MySQL and SQLite write it: `$."geo"."city"[0]`. */
export function jsonPath(path: JsonPlace['path']): string {
  return `$${path.map(part => (typeof part === 'number' ? `[${part}]` : `."${part}"`)).join('')}`
}
