import type { SqlBinding } from '../../plan/sql/sql-binding.ts'
import type { Column, Table } from '../catalog.ts'
import { databaseError } from '../database-error.ts'
import { SourceError } from '../source-error.ts'
import type { SourcePlan } from '../source-plan.ts'
import { readValue } from './read-value.ts'

/** What a row's values are read by. */
export interface RowInput {
  readonly plan: SourcePlan<SqlBinding>
  /** The catalogue's table; none for a query. */
  readonly table: Table | undefined
  /** The columns of the answer, in the order of each row's values. */
  readonly columns: readonly string[]
}

export type Row = readonly unknown[]

/**
 * Compiles how each row of a statement becomes what fields read: an object of columns, or the one value of a scalar
 * field. A column that can't be read is a SourceError in its place: it fails only the fields that read it.
 */
export function createRowReader({ plan, table, columns }: RowInput): (row: Row) => unknown {
  const { binding, selection } = plan
  if (binding.scalar) {
    const index = columns.findIndex(name => !binding.keyColumns.includes(name))
    return row => readValue(row[index] ?? null, undefined, false)
  }
  const readers = columns.map(name => {
    const column = table?.columns.get(name)
    const asJson = column?.kind === 'json' || (selection.get(name)?.size ?? 0) > 0
    return asJson
      ? (value: unknown) => readJson(value, column, binding.source)
      : (value: unknown) => readValue(value, column, false)
  })
  const missing = table ? [...selection.keys()].filter(name => !table.columns.has(name)) : []
  return row => {
    const object = new RowObject()
    for (let at = 0; at < columns.length; at++) object[columns[at] as string] = readers[at]?.(row[at])
    for (const name of missing) object[name] = missingColumn(table?.name, name, binding.source)
    return object
  }
}

/** An object that inherits nothing; unlike those of `Object.create(null)`, all with the same columns have one layout. */
class RowObject {
  [column: string]: unknown
}
Reflect.deleteProperty(RowObject.prototype, 'constructor')
Object.setPrototypeOf(RowObject.prototype, null)

function readJson(value: unknown, column: Column | undefined, source: string): unknown {
  try {
    return readValue(value, column, true)
  } catch (cause) {
    const message = 'The database holds text that is no JSON.'
    return new SourceError(message, { code: 'RESPONSE_VALIDATION_FAILED', reason: 'invalid_json', source, cause })
  }
}

function missingColumn(table: string | undefined, name: string, source: string): SourceError {
  return databaseError('db_error', source, new Error(`table "${table}" has no column "${name}"`))
}
