import type { SqlBinding } from '../../plan/sql/sql-binding.ts'
import type { Column, Table } from '../catalog.ts'
import type { Slot } from '../source.ts'
import { SourceError } from '../source-error.ts'
import type { SourcePlan } from '../source-plan.ts'
import { emptyPage } from './connection/empty-page.ts'
import type { Converters } from './convert.ts'
import type { ResultSet } from './dialect.ts'
import { databaseError, wrongShape } from './error.ts'
import { convertKey, type KeyValues } from './keys.ts'
import type { MetKeys } from './match-keys.ts'
import { orderOf } from './order.ts'
import { readValue } from './read-value.ts'

export interface ReadInput {
  readonly plan: SourcePlan<SqlBinding>
  readonly table: Table | undefined
  readonly converters: Converters
  /** The columns of the answer, in the order of each row's values. */
  readonly columns: readonly string[]
}

export type Row = readonly unknown[]

/** A slot for each key, from the rows that meet it. */
export function rowsToSlots(
  { keys, rows: rowTexts }: MetKeys,
  rows: ResultSet['rows'],
  input: ReadInput,
): readonly Slot[] {
  const { binding } = input.plan
  const groups = groupBy(rowTexts, rows)
  const slots = new Map<string, Slot>()
  return keys.map(text => {
    if (text === undefined) return emptySlot(binding)
    if (!slots.has(text)) slots.set(text, slotOf(groups.get(text) ?? [], input))
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
  const { keyColumns, source } = plan.binding
  const indexes = keyColumns.map(name => {
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
  for (const [at, row] of rows.entries()) {
    const text = texts[at]
    if (text === undefined) continue
    const group = groups.get(text)
    if (group) group.push(row)
    else groups.set(text, [row])
  }
  return groups
}

function slotOf(rows: readonly Row[], input: ReadInput): Slot {
  const { binding } = input.plan
  if (binding.list) return rows.map(row => readRow(row, input))
  if (rows.length > 1 && orderOf(input.plan).length === 0)
    return wrongShape('The database has several rows where one belongs.', binding.source)
  return rows[0] ? readRow(rows[0], input) : null
}

/** A column that can't be read is a SourceError in its place: it fails only the fields that read it. */
export function readRow(row: Row, { plan, table, columns }: ReadInput): unknown {
  const { binding, selection } = plan
  if (binding.scalar) {
    const index = columns.findIndex(name => !binding.keyColumns.includes(name))
    return readValue(row[index] ?? null, undefined, false)
  }
  const object: Record<string, unknown> = Object.create(null)
  for (const [index, name] of columns.entries()) {
    const column = table?.columns.get(name)
    const asJson = column?.kind === 'json' || (selection.get(name)?.size ?? 0) > 0
    object[name] = asJson ? readJson(row[index], column, binding.source) : readValue(row[index], column, false)
  }
  for (const name of table ? selection.keys() : [])
    if (!table?.columns.has(name))
      object[name] = databaseError(
        'db_error',
        binding.source,
        new Error(`table "${table?.name}" has no column "${name}"`),
      )
  return object
}

function readJson(value: unknown, column: Column | undefined, source: string): unknown {
  try {
    return readValue(value, column, true)
  } catch (cause) {
    const message = 'The database holds text that is no JSON.'
    return new SourceError(message, { code: 'RESPONSE_VALIDATION_FAILED', reason: 'invalid_json', source, cause })
  }
}
