import type { SQLOutputValue, StatementSync } from 'node:sqlite'
import type { ResultSet } from '../dialect.ts'
import { narrowInteger } from '../narrow-integer.ts'
import type { SqliteParameter } from './parameter.ts'

/** The smallest integer of SQLite. Of all integers that no double keeps, Node reads this one as a double without a word (24.21). */
const SMALLEST = -(2 ** 63)

/**
 * The rows of a statement that answers arrays, and at least how many bytes their values have; undefined where those have more than
 * `maxBytes`, of which no more are read then. A number counts 8 bytes, NULL none. Throws ERR_OUT_OF_RANGE, as Node does, for an integer
 * that no double keeps, unless the statement reads BigInts.
 */
export function readSqliteRows(
  statement: StatementSync,
  parameters: readonly SqliteParameter[],
  maxBytes: number,
  readsBigInts: boolean,
): Pick<ResultSet, 'rows' | 'bytes'> | undefined {
  const rows: SQLOutputValue[][] = []
  /** Of the first `counted` rows; the others have `atMost`. */
  let bytes = 0
  let counted = 0
  let atMost = 0
  let atLeast = 0
  for (const row of statement.iterate(...parameters) as unknown as Iterable<SQLOutputValue[]>) {
    for (let at = 0; at < row.length; at++) {
      const value = row[at] as SQLOutputValue
      if (typeof value === 'bigint') row[at] = narrowInteger(value)
      else if (value === SMALLEST && !readsBigInts)
        throw Object.assign(new RangeError('the smallest integer'), { code: 'ERR_OUT_OF_RANGE' })
      atMost += bytesOf(value, mostBytesOf)
      atLeast += bytesOf(value, fewestBytesOf)
    }
    rows.push(row)
    if (bytes + atMost <= maxBytes) continue
    for (; counted < rows.length; counted++)
      for (const value of rows[counted] as SQLOutputValue[]) bytes += bytesOf(value, Buffer.byteLength)
    if (bytes > maxBytes) return undefined
    atMost = 0
  }
  return { rows, bytes: atLeast }
}

/** To count the bytes of a text takes longer than to read it. */
function mostBytesOf(text: string): number {
  return 3 * text.length
}

function fewestBytesOf(text: string): number {
  return text.length
}

function bytesOf(value: SQLOutputValue, ofText: (text: string) => number): number {
  if (typeof value === 'string') return ofText(value)
  if (value === null) return 0
  return typeof value === 'object' ? value.byteLength : 8
}
