import type { SqlBinding } from '../../plan/sql/sql-binding.ts'
import type { Column } from '../catalog.ts'
import { databaseError } from '../database-error.ts'
import { emptyPage } from '../empty-page.ts'
import type { Slot } from '../source.ts'
import { SourceError } from '../source-error.ts'
import type { Converters } from './convert.ts'
import type { ResultSet } from './dialect.ts'
import { wrongShape } from './error.ts'
import { keyNames } from './key-names.ts'
import { createKeyValueConverter, type KeyId } from './keys.ts'
import type { MetKeys, RowKeyColumn } from './match-keys.ts'
import { orderOf } from './order.ts'
import { readValue } from './read-value.ts'
import { createRowReader, type Row, type RowInput } from './row-reader.ts'

export interface ReadInput extends RowInput {
  readonly converters: Converters
}

/** A slot for each key, from the rows that meet it. */
export function rowsToSlots(
  { keys, rows: rowIds }: MetKeys,
  rows: ResultSet['rows'],
  input: ReadInput,
): readonly Slot[] {
  const { binding } = input.plan
  const read = createRowReader(input)
  if (!binding.list) return singleRows(keys, rowIds, rows, input, read)
  const groups = groupBy(rowIds, rows)
  const slots = new Map<KeyId, Slot>()
  return keys.map(id => {
    if (id === undefined) return emptySlot(binding)
    const slot = slots.get(id) ?? (groups.get(id) ?? []).map(read)
    slots.set(id, slot)
    return slot
  })
}

/** The answer for a key without rows. */
export function emptySlot(binding: SqlBinding): Slot {
  return binding.page ? emptyPage() : binding.list ? [] : null
}

/** The values of the rows' keys, column by column. Throws SourceError. */
export function readRowKeys(
  rows: ResultSet['rows'],
  known: readonly (Column | undefined)[],
  { plan, converters, columns }: ReadInput,
): readonly RowKeyColumn[] {
  const { source } = plan.binding
  return keyNames(plan.binding).map((name, at) => {
    const index = columns.lastIndexOf(name)
    if (index < 0) throw databaseError('db_error', source, new Error(`the query answers no column "${name}"`))
    const convert = createKeyValueConverter(known[at], converters)
    return rows.map(row => convert(readValue(row[index], known[at], false)))
  })
}

/** Throws SourceError where there are more rows than the source allows. */
export function refuseTooManyRows(rows: ResultSet['rows'], { maxRows, source }: SqlBinding): void {
  if (rows.length <= maxRows) return
  const message = `The list is longer than the source's maxRows of ${maxRows}.`
  throw new SourceError(message, { code: 'RESPONSE_VALIDATION_FAILED', reason: 'too_large', source })
}

/** The rows under the ids that say to which keys they belong. */
export function groupBy(ids: MetKeys['rows'], rows: ResultSet['rows']): Map<KeyId, Row[]> {
  const groups = new Map<KeyId, Row[]>()
  for (let at = 0; at < rows.length; at++) {
    const id = ids[at]
    if (id === undefined) continue
    const row = rows[at] as Row
    const group = groups.get(id)
    if (group) group.push(row)
    else groups.set(id, [row])
  }
  return groups
}

/** The first row of each key; several are an error where no order says which one is meant. */
function singleRows(
  keys: MetKeys['keys'],
  rowIds: MetKeys['rows'],
  rows: ResultSet['rows'],
  { plan }: ReadInput,
  read: (row: Row) => unknown,
): readonly Slot[] {
  const isOrdered = orderOf(plan).length > 0
  const slots = new Map<KeyId, Slot>()
  for (let at = 0; at < rows.length; at++) {
    const id = rowIds[at]
    if (id === undefined) continue
    if (!slots.has(id)) slots.set(id, read(rows[at] as Row))
    else if (!isOrdered)
      slots.set(id, wrongShape('The database has several rows where one belongs.', plan.binding.source))
  }
  return keys.map(id => (id === undefined ? null : (slots.get(id) ?? null)))
}
