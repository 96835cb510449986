import type { SqlBinding } from '../../../plan/sql/sql-binding.ts'
import type { AnswerBudget } from '../../answer-budget.ts'
import type { Column } from '../../catalog.ts'
import { databaseError } from '../../database-error.ts'
import { type EmptyCounter, emptySlot } from '../../empty-slot.ts'
import { type Soon, whenHere } from '../../soon.ts'
import type { Slot } from '../../source.ts'
import { SourceError } from '../../source-error.ts'
import type { Key } from '../../source-plan.ts'
import type { Converters } from '../convert/convert.ts'
import { readValue } from '../convert/read-value.ts'
import type { ResultSet } from '../dialect.ts'
import { wrongAnswerShape } from '../error.ts'
import { createKeyValueConverter } from '../key/keys.ts'
import type { MetKeys, RowKeyColumn } from '../key/match-keys.ts'
import { keyNames } from '../statement/key-names.ts'
import { orderOf } from '../statement/resolve-order.ts'
import { readerOf } from './read-long-json.ts'
import type { Row } from './row-class.ts'
import { type RowInput, rowReader } from './row-reader.ts'

export interface ReadInput extends RowInput {
  readonly converters: Converters
}

/** What was asked by, and where keys without rows are counted. */
export interface AskedKeys {
  readonly keys: readonly Key[]
  readonly counter: EmptyCounter
  /** Where the memory is counted that JSON in the rows takes; undefined for rows of the client's own, which are short. */
  readonly answers?: AnswerBudget
}

/** A slot for each key, from the rows that meet it. */
export function rowsToSlots(
  met: MetKeys,
  rows: ResultSet['rows'],
  input: ReadInput,
  asked: AskedKeys,
): Soon<readonly Slot[]> {
  const { binding } = input.plan
  return whenHere(readerOf(rows, rowReader(input), asked.answers), read => {
    const slots = binding.list
      ? groupRowsOf(met, rows).map(group => (group.length === 0 ? undefined : group.map(read)))
      : singleRows(met, rows, orderOf(input.plan).length > 0, binding.source, read)
    return met.keys.map((group, at) => {
      const slot = slots[group]
      if (slot === null) asked.counter.count('null_answer')
      return slot === undefined ? unmetSlot(binding, group, at, asked) : slot
    })
  })
}

/** The slot of a key that no row met. */
export function unmetSlot(binding: SqlBinding, group: number, at: number, { keys, counter }: AskedKeys): Slot {
  return group < 0 ? unheldSlot(binding, keys[at] ?? [], counter) : emptySlot(binding, 'no_row', counter)
}

/** The slot of a key that no row can have. */
export function unheldSlot(binding: SqlBinding, key: Key, counter: EmptyCounter): Slot {
  const isNull = key.some(value => value === null || value === undefined)
  return emptySlot(binding, isNull ? 'null_key' : 'unfit_key', counter)
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
    const isJson = known[at]?.kind === 'json'
    return rows.map(row => convert(readValue(row[index], known[at], isJson)))
  })
}

/** Throws SourceError where there are more rows than the source allows. */
export function refuseTooManyRows(rows: ResultSet['rows'], { maxRows, source }: SqlBinding): void {
  if (rows.length <= maxRows) return
  const message = `The list is longer than the source's maxRows of ${maxRows}.`
  throw new SourceError(message, { reason: 'too_large', source })
}

/** The rows of each group. */
export function groupRowsOf({ rows: groupOf, groups }: MetKeys, rows: ResultSet['rows']): readonly (readonly Row[])[] {
  if (groups === 1 && !groupOf.includes(-1)) return [rows]
  const grouped = Array.from({ length: groups }, (): Row[] => [])
  for (let at = 0; at < rows.length; at++) grouped[groupOf[at] as number]?.push(rows[at] as Row)
  return grouped
}

/** The first row of each group; several are an error where no order says which one is meant. */
function singleRows(
  { rows: groupOf, groups }: MetKeys,
  rows: ResultSet['rows'],
  isOrdered: boolean,
  source: string,
  read: (row: Row) => unknown,
): readonly Slot[] {
  const slots = Array<Slot>(groups).fill(undefined)
  for (let at = 0; at < rows.length; at++) {
    const group = groupOf[at] as number
    if (group < 0) continue
    if (slots[group] === undefined) slots[group] = read(rows[at] as Row)
    else if (!isOrdered) slots[group] = wrongAnswerShape('The database has several rows where one belongs.', source)
  }
  return slots
}
