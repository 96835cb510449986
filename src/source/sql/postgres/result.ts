import type { FieldDef } from 'pg'
import { parseJson } from '../../json.ts'
import type { ResultSet } from '../dialect.ts'
import { narrowInteger } from '../narrow-integer.ts'
import { parseArrayText } from './array-text.ts'
import type { Answer } from './extended-query.ts'

type Reader = (text: string) => unknown

/** An array type: its elements, and what stands between them in its text. */
export interface ArrayType {
  readonly element: number
  readonly delimiter: string
}

/** What is known of types by their OID: `undefined` is one that has not been looked up, `null` one that is no array. */
export type ArrayTypes = ReadonlyMap<number, ArrayType | null>

/** By the OIDs of pg_type.dat. The text of every other type is its value: numeric, date, uuid, json, enums, … */
const READERS: ReadonlyMap<number, Reader> = new Map<number, Reader>([
  [16, text => text === 't'],
  [17, text => Buffer.from(text.slice('\\x'.length), 'hex')],
  [20, text => narrowInteger(BigInt(text))],
  [21, Number],
  [23, Number],
  [26, Number],
  [700, floatOf],
  [701, floatOf],
  [1184, instantText],
])

/** The type of a function that returns nothing. */
const VOID = 2278

/** Types whose text is their value, so that nobody looks them up. */
const PLAIN: ReadonlySet<number> = new Set([
  18, 19, 25, 114, 1042, 1043, 1082, 1083, 1114, 1186, 1266, 1700, 2278, 2950, 3802,
])

/** What is read of a value inside an array otherwise than outside: there, the column says that it is JSON or bytes. */
const ITEM_READERS: ReadonlyMap<number, Reader> = new Map<number, Reader>([
  [17, text => Buffer.from(text.slice('\\x'.length), 'hex').toString('base64')],
  [114, parseJson],
  [3802, parseJson],
])

/** The types of the answer that have to be looked up before it can be read. */
export function unknownTypes(fields: readonly FieldDef[], known: ArrayTypes): number[] {
  return fields.map(field => field.dataTypeID).filter(oid => !isKnownType(oid, known))
}

export function isKnownType(oid: number, known: ArrayTypes): boolean {
  return READERS.has(oid) || PLAIN.has(oid) || known.has(oid)
}

/** What the server answered, every value as its text: becomes what is read, in its place. */
export function readPostgresResult(
  { fields, rows, rowCount, bytes }: Answer,
  known: ArrayTypes,
  originsOf: () => ResultSet['origins'],
): ResultSet {
  if (fields.length === 1 && fields[0]?.dataTypeID === VOID) return { columns: [], rows: [], bytes }
  for (let at = 0; at < fields.length; at++) {
    const read = readerOf((fields[at] as FieldDef).dataTypeID, known)
    if (read) for (const row of rows as unknown[][]) if (row[at] !== null) row[at] = read(row[at] as string)
  }
  return {
    columns: fields.map(field => field.name),
    rows,
    bytes,
    ...(rowCount !== null && { affected: rowCount }),
    get origins() {
      return originsOf()
    },
  }
}

function readerOf(oid: number, known: ArrayTypes): Reader | undefined {
  const array = known.get(oid)
  if (!array) return READERS.get(oid)
  const readItem = ITEM_READERS.get(array.element) ?? READERS.get(array.element) ?? ((text: string) => text)
  return text => parseArrayText(text, array.delimiter, readItem)
}

/** `Infinity` and `NaN` stay text: JSON has no such numbers. */
function floatOf(text: string): number | string {
  const float = Number(text)
  return Number.isFinite(float) ? float : text
}

/** The session's zone is UTC: `2024-02-29 03:04:05.12+00` is `2024-02-29T03:04:05.12Z`; `infinity` and years BC stay. */
function instantText(text: string): string {
  return /^\d{4}-\d\d-\d\d \S+\+00$/.test(text) ? `${text.slice(0, 10)}T${text.slice(11, -3)}Z` : text
}
