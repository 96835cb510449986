import type { AnswerBudget } from '../../answer-budget.ts'
import { jsonSteps } from '../../json-steps.ts'
import { jsonWeight, MOST_WEIGHT } from '../../json-weight.ts'
import { inSlices } from '../../slices.ts'
import type { Soon } from '../../soon.ts'
import { ReadJson } from './read-json.ts'
import type { Row } from './row-class.ts'
import type { ReadRow, RowReader } from './row-reader.ts'

/** From so many characters on, in all rows together, JSON is read in slices of the event loop. */
const LONG = 262_144

/**
 * The reader of these rows. Where they hold much JSON, that has been read in slices before. Rejects with a SourceError where the budget has too
 * little memory for it; it is weighed unless there is plenty.
 */
export function readerOf(rows: readonly Row[], reader: RowReader, budget: AnswerBudget | undefined): Soon<ReadRow> {
  const length = jsonLength(rows, reader)
  if (length === 0) return reader.read
  const weighs = budget?.holdEasily(length * MOST_WEIGHT) ? undefined : budget
  return length >= LONG || weighs ? readInSlices(rows, reader, weighs) : reader.read
}

function jsonLength(rows: readonly Row[], { jsonAt }: RowReader): number {
  let length = 0
  for (const at of jsonAt)
    for (const row of rows) {
      const value = row[at]
      if (typeof value === 'string') length += value.length
    }
  return length
}

async function readInSlices(
  rows: readonly Row[],
  { read, jsonAt }: RowReader,
  budget: AnswerBudget | undefined,
): Promise<ReadRow> {
  const known = new Map<Row, Row>()
  if (budget) await inSlices(weighAll(rows, jsonAt, budget))
  await inSlices(readAll(rows, jsonAt, known))
  return row => read(known.get(row) ?? row)
}

function* weighAll(rows: readonly Row[], jsonAt: RowReader['jsonAt'], budget: AnswerBudget): Generator<void, void> {
  for (const row of rows) {
    for (const at of jsonAt) {
      const value = row[at]
      const refusal = typeof value === 'string' ? budget.hold(yield* jsonWeight(value)) : undefined
      if (refusal) throw refusal
    }
    yield
  }
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
