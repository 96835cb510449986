import mysql, { type FieldPacket, type ResultSetHeader } from 'mysql2'
import type { ColumnOrigin, ResultSet } from '../dialect.ts'
import { narrowInteger } from '../narrow-integer.ts'
import { TEMPORAL_TEXTS } from './temporal.ts'

/** mysql2 loads them anew at each look. */
const { Types } = mysql

/**
 * What mysql2 answered with `rowsAsArray`. It gives integers beyond 2^53 as text and a FLOAT as the double next to it;
 * here they become a `bigint` and the shortest number that is the same FLOAT (`0.1`, as the server prints it). A DECIMAL comes
 * with the zeros of its ZEROFILL, which are no digits of it. A TIMESTAMP is a point in time, which the session shows in UTC: it says so.
 */
export function readMysqlResult(rows: unknown, fields: readonly FieldPacket[] | undefined, bytes: number): ResultSet {
  if (!fields || !Array.isArray(rows)) return { columns: [], rows: [], ...writeResult(rows) }
  // A procedure answers several, and what it has touched: the first is meant.
  if (Array.isArray(fields[0])) return readMysqlResult(rows[0], fields[0], bytes)
  for (let at = 0; at < fields.length; at++) {
    const read = readerOf(fields[at] as FieldPacket)
    if (read) for (const row of rows) row[at] = read(row[at])
  }
  return {
    columns: fields.map(field => field.name),
    rows,
    bytes,
    // mysql2 makes each of these texts where it is looked at.
    get origins() {
      return fields.map(originOf)
    },
  }
}

function originOf({ schema, orgTable, orgName }: FieldPacket): ColumnOrigin | undefined {
  return orgTable && orgName ? { ...(schema && { schema }), table: orgTable, column: orgName } : undefined
}

/** What a statement that writes answers with instead of rows. */
function writeResult(header: unknown): Pick<ResultSet, 'affected' | 'insertId'> {
  const { affectedRows, insertId } = (header ?? {}) as Partial<ResultSetHeader>
  return { affected: affectedRows ?? 0, insertId: narrowInteger(BigInt(insertId ?? 0)) }
}

function ofText(read: (text: string) => unknown): (value: unknown) => unknown {
  return value => (typeof value === 'string' ? read(value) : value)
}

/** Of a column's flags, that of ZEROFILL. */
const ZEROFILL = 64
const LEADING_ZEROS = /^0+(?=\d)/

function readerOf({ type, decimals = 0, flags }: FieldPacket): ((value: unknown) => unknown) | undefined {
  const temporal = TEMPORAL_TEXTS.get(type)
  if (temporal) return ofText(text => temporal(text, decimals))
  switch (type) {
    case Types.LONGLONG:
      return ofText(BigInt)
    case Types.NEWDECIMAL:
      return Number(flags) & ZEROFILL ? ofText(text => text.replace(LEADING_ZEROS, '')) : undefined
    case Types.FLOAT:
      return value => (typeof value === 'number' ? shortestFloat(value) : value)
    default:
      return undefined
  }
}

function shortestFloat(value: number): number {
  for (let digits = 6; digits < 9; digits++) {
    const shorter = Number(value.toPrecision(digits))
    if (Math.fround(shorter) === value) return shorter
  }
  return value
}
