import type { SqlBinding } from '../../../plan/sql/sql-binding.ts'
import type { Column, Table } from '../../catalog.ts'
import { databaseError } from '../../database-error.ts'
import { SourceError } from '../../source-error.ts'
import type { SourcePlan } from '../../source-plan.ts'
import { readValue } from '../convert/read-value.ts'
import { ReadJson } from './read-json.ts'
import { type ReadColumn, type Row, rowClass } from './row-class.ts'

/** What a row's values are read by. */
export interface RowInput {
  readonly plan: SourcePlan<SqlBinding>
  /** The catalogue's table; none for a query. */
  readonly table: Table | undefined
  /** The columns of the answer, in the order of each row's values. */
  readonly columns: readonly string[]
}

export type ReadRow = (row: Row) => unknown

export interface RowReader {
  readonly read: ReadRow
  /** The places of a row's values whose text is JSON. */
  readonly jsonAt: readonly number[]
}

/** What a reader is made for, beside the projection; nothing of a request. */
interface ReaderFor extends Pick<RowInput, 'table' | 'columns'> {
  readonly binding: SqlBinding
  readonly reader: RowReader
}

/** The last reader of each projection. */
const known = new WeakMap<SourcePlan<SqlBinding>['projection'], ReaderFor>()

/** How each row of a statement becomes what fields read; the same for the next statement of the same fields. */
export function rowReader(input: RowInput): RowReader {
  const { plan, table, columns } = input
  const { binding, projection } = plan
  const last = known.get(projection)
  if (last && isFor(last, input)) return last.reader
  const reader = createRowReader(input)
  known.set(projection, { binding, table, columns, reader })
  return reader
}

function isFor({ binding, table, columns }: ReaderFor, input: RowInput): boolean {
  const isSameTable = binding === input.plan.binding && table === input.table
  return (
    isSameTable && columns.length === input.columns.length && columns.every((name, at) => name === input.columns[at])
  )
}

/**
 * Compiles how each row of a statement becomes what fields read: an object of columns, or the one value of a scalar
 * field. A column that can't be read is a SourceError in its place: it fails only the fields that read it.
 */
function createRowReader({ plan, table, columns }: RowInput): RowReader {
  const { binding, projection } = plan
  if (binding.scalar) {
    const index = columns.findIndex(name => !binding.keyColumns.includes(name))
    return { read: row => readValue(row[index] ?? null, undefined, false), jsonAt: [] }
  }
  const readers: ReadColumn[] = []
  const readsAll: boolean[] = []
  const jsonAt: number[] = []
  for (const [at, name] of columns.entries()) {
    const column = table?.columns.get(name)
    const isJson = column?.kind === 'json' || (projection.get(name)?.size ?? 0) > 0
    if (isJson && !column?.bounds) jsonAt.push(at)
    readers.push(value => (isJson ? readJson(value, column, binding.source) : readValue(value, column, false)))
    readsAll.push(isJson || column?.kind === 'boolean')
  }
  const Row = rowClass(columns, readsAll)
  const missing = table ? [...projection.keys()].filter(name => !table.columns.has(name)) : []
  if (missing.length === 0) return { read: row => new Row(row, readers), jsonAt }
  const read = (row: Row) => {
    const object = new Row(row, readers)
    for (const name of missing) object[name] = missingColumn(table?.name, name, binding.source)
    return object
  }
  return { read, jsonAt }
}

function readJson(value: unknown, column: Column | undefined, source: string): unknown {
  try {
    return value instanceof ReadJson ? value.get() : readValue(value, column, true)
  } catch (cause) {
    const message = 'The database holds text that is no JSON.'
    return new SourceError(message, { reason: 'invalid_json', source, cause })
  }
}

function missingColumn(table: string | undefined, name: string, source: string): SourceError {
  return databaseError('db_error', source, new Error(`table "${table}" has no column "${name}"`))
}
