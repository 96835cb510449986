import { type SqlText, sql } from './sql-text.ts'

/** How many rows at most. */
export interface RowLimit {
  readonly rows: number
  /**
   * Whether all requests have the same: what the schema or the source says stands in the text, for a plan to be made with
   * it. What a request says is bound, or there would be ever new texts.
   */
  readonly fixed: boolean
}

/** The number as a statement has it. */
export function rowNumber({ rows, fixed }: RowLimit): SqlText {
  return fixed ? sql.raw(String(rows)) : sql`${BigInt(rows)}`
}

export function rowLimit(limit: RowLimit | undefined, offset?: number): SqlText {
  const most = limit ? sql` limit ${rowNumber(limit)}` : sql``
  return offset === undefined ? most : sql`${most} offset ${BigInt(offset)}`
}

/** The next power of two: a fixed limit that no row is beyond, of which there are few. */
export function roundedLimit({ rows }: RowLimit, offset = 0): RowLimit {
  return { rows: 2 ** Math.ceil(Math.log2(Math.max(1, rows + offset))), fixed: true }
}
