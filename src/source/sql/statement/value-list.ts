import type { SqlValue } from '../sql-value.ts'
import { padded } from './padding.ts'
import { type SqlText, sql } from './sql-text.ts'

/** `(?, ?, …)` for what stands behind IN. */
export function valueList(values: readonly SqlValue[]): SqlText {
  return sql.list(padded(values))
}
