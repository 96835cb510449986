import type { SqlBinding } from '../../plan/sql/sql-binding.ts'
import type { Column } from '../catalog.ts'
import type { Slot } from '../source.ts'
import { SourceError } from '../source-error.ts'
import { emptyPage } from './connection/empty-page.ts'
import type { Converters } from './convert.ts'
import type { ResultSet } from './dialect.ts'
import { databaseError, wrongShape } from './error.ts'
import { keyNames } from './key-names.ts'
import { convertKey, type KeyValues } from './keys.ts'
import type { MetKeys } from './match-keys.ts'
import { orderOf } from './order.ts'
import { readValue } from './read-value.ts'
import { createRowReader, type Row, type RowInput } from './row-reader.ts'

export interface ReadInput extends RowInput {
  readonly converters: Converters
}

/** A slot for each key, from the rows that meet it. */
export function rowsToSlots(
  { keys, rows: rowTexts }: MetKeys,
  rows: ResultSet['rows'],
  input: ReadInput,
): readonly Slot[] {
  const { binding } = input.plan
  const groups = groupBy(rowTexts, rows)
  const read = createRowReader(input)
  const slots = new Map<string, Slot>()
  return keys.map(text => {
    if (text === undefined) return emptySlot(binding)
    if (!slots.has(text)) slots.set(text, slotOf(groups.get(text) ?? [], input, read))
    return slots.get(text)
  })
}

/** The answer for a key without rows. */
export function emptySlot(binding: SqlBinding): Slot {
  return binding.page ? emptyPage() : binding.list ? [] : null
}

/** The values of each row's key; `undefined` for one that no key is equal to. Throws SourceError. */
export function readRowKeys(
  rows: ResultSet['rows'],
  known: readonly (Column | undefined)[],
  { plan, converters, columns }: ReadInput,
): readonly (KeyValues | undefined)[] {
  const { source } = plan.binding
  const indexes = keyNames(plan.binding).map(name => {
    const index = columns.lastIndexOf(name)
    if (index < 0) throw databaseError('db_error', source, new Error(`the query answers no column "${name}"`))
    return index
  })
  return rows.map(row =>
    convertKey(
      indexes.map((index, at) => readValue(row[index], known[at], false)),
      known,
      converters,
    ),
  )
}

/** Throws SourceError where there are more rows than the source allows. */
export function refuseTooManyRows(rows: ResultSet['rows'], { maxRows, source }: SqlBinding): void {
  if (rows.length <= maxRows) return
  const message = `The list is longer than the source's maxRows of ${maxRows}.`
  throw new SourceError(message, { code: 'RESPONSE_VALIDATION_FAILED', reason: 'too_large', source })
}

/** The rows under the texts that say to which keys they belong. */
export function groupBy(texts: MetKeys['rows'], rows: ResultSet['rows']): Map<string, Row[]> {
  const groups = new Map<string, Row[]>()
  for (let at = 0; at < rows.length; at++) {
    const [text, row] = [texts[at], rows[at]]
    if (text === undefined || !row) continue
    const group = groups.get(text)
    if (group) group.push(row)
    else groups.set(text, [row])
  }
  return groups
}

function slotOf(rows: readonly Row[], { plan }: ReadInput, read: (row: Row) => unknown): Slot {
  if (plan.binding.list) return rows.map(read)
  if (rows.length > 1 && orderOf(plan).length === 0)
    return wrongShape('The database has several rows where one belongs.', plan.binding.source)
  return rows[0] ? read(rows[0]) : null
}
