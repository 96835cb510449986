import mysql, { type FieldPacket, type ResultSetHeader } from 'mysql2'
import type { ColumnOrigin, ResultSet } from '../dialect.ts'
import { narrowInteger } from '../read-value.ts'

/**
 * What mysql2 answered with `rowsAsArray`. It gives integers beyond 2^53 as text and a FLOAT as the double next to it;
 * here they become a `bigint` and the shortest number that is the same FLOAT (`0.1`, as the server prints it). A TIMESTAMP
 * is a point in time, which the session shows in UTC: it says so.
 */
export function readMysqlResult(rows: unknown, fields: readonly FieldPacket[] | undefined): ResultSet {
  if (!fields || !Array.isArray(rows)) return { columns: [], rows: [], ...writeResult(rows) }
  const readers = fields.map(field => READERS.get(field.columnType ?? -1))
  const columns = fields.map(field => field.name)
  const origins = fields.map(originOf)
  if (readers.every(reader => reader === undefined)) return { columns, rows, origins }
  const read = (value: unknown, index: number) => readers[index]?.(value) ?? value
  return { columns, rows: rows.map((row: readonly unknown[]) => row.map(read)), origins }
}

function originOf({ schema, orgTable, orgName }: FieldPacket): ColumnOrigin | undefined {
  return orgTable && orgName ? { ...(schema && { schema }), table: orgTable, column: orgName } : undefined
}

/** What a statement that writes answers with instead of rows. */
function writeResult(header: unknown): Pick<ResultSet, 'affected' | 'insertId'> {
  const { affectedRows, insertId } = (header ?? {}) as Partial<ResultSetHeader>
  return { affected: affectedRows ?? 0, insertId: narrowInteger(BigInt(insertId ?? 0)) }
}

const READERS: ReadonlyMap<number, (value: unknown) => unknown> = new Map([
  [mysql.Types.LONGLONG, value => (typeof value === 'string' ? BigInt(value) : value)],
  [mysql.Types.TIMESTAMP, value => (typeof value === 'string' ? instantText(value) : value)],
  [mysql.Types.FLOAT, value => (typeof value === 'number' ? shortestFloat(value) : value)],
])

function shortestFloat(value: number): number {
  for (let digits = 6; digits < 9; digits++) {
    const shorter = Number(value.toPrecision(digits))
    if (Math.fround(shorter) === value) return shorter
  }
  return value
}

/** `2026-01-31 08:00:00.500` is `2026-01-31T08:00:00.5Z`; `0000-00-00 00:00:00` is no time and stays. */
function instantText(text: string): string {
  const [day, clock = ''] = text.split(' ')
  const shortest = clock.includes('.') ? clock.replace(/\.?0+$/, '') : clock
  return text.startsWith('0000') ? text : `${day}T${shortest}Z`
}
