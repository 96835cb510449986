import { jsonSteps } from '../../json-steps.ts'
import { inSlices } from '../../slices.ts'
import { ReadJson } from './read-json.ts'
import type { Row } from './row-class.ts'
import type { ReadRow, RowReader } from './row-reader.ts'

/** From so many characters on, in all rows together, JSON is read in slices of the event loop. */
const LONG = 262_144

/** The reader of these rows. Where they hold much JSON, that has been read in slices before. */
export function readerOf(rows: readonly Row[], reader: RowReader): ReadRow | Promise<ReadRow> {
  return isLong(rows, reader) ? readInSlices(rows, reader) : reader.read
}

function isLong(rows: readonly Row[], { jsonAt }: RowReader): boolean {
  let length = 0
  for (const at of jsonAt)
    for (const row of rows) {
      const value = row[at]
      if (typeof value === 'string') length += value.length
    }
  return length >= LONG
}

async function readInSlices(rows: readonly Row[], { read, jsonAt }: RowReader): Promise<ReadRow> {
  const known = new Map<Row, Row>()
  await inSlices(readAll(rows, jsonAt, known))
  return row => read(known.get(row) ?? row)
}

/** The rows stay as they are: keys and cursors are made of their texts. */
function* readAll(rows: readonly Row[], jsonAt: RowReader['jsonAt'], known: Map<Row, Row>): Generator<void, void> {
  for (const row of rows) {
    const copy = [...row]
    for (const at of jsonAt) {
      const value = row[at]
      if (typeof value === 'string') copy[at] = yield* readText(value)
    }
    known.set(row, copy)
    yield
  }
}

function* readText(text: string): Generator<void, ReadJson> {
  try {
    return new ReadJson({ value: yield* jsonSteps(text) })
  } catch (error) {
    return new ReadJson({ error })
  }
}
