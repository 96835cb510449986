import { isObject } from '../../../plan/is-object.ts'
import { nothingElse, readPath } from '../../../plan/path.ts'
import type { SqlBinding } from '../../../plan/sql/sql-binding.ts'
import type { SqlNestedRows, SqlWrite } from '../../../plan/sql/sql-write.ts'
import { uniqueKeys } from '../../../plan/sql/unique-keys.ts'
import type { Table } from '../../catalog.ts'
import type { SourcePlan } from '../../source-plan.ts'
import { keysPerChunk } from './read-rows.ts'

/**
 * Most statements of a mutation field, BEGIN and COMMIT not counted, where its transaction is done once. `table` is what is known of its
 * table: with the columns of its keys, as the database may be asked which of their texts are equal.
 */
export function writeStatements(plan: SourcePlan<SqlBinding>, write: SqlWrite, table: Table | undefined): number {
  const { kind, answer } = write
  const rows = rowsOf(plan, write)
  const { maxRows } = plan.binding
  const keys = table ? uniqueKeys(table, write.homeKey) : [write.homeKey]
  const width = Math.max(1, ...keys.map(key => key.length))
  const chunks = (count: number) => Math.ceil(count / keysPerChunk(width, maxRows))
  const collated = new Set(keys.flat().filter(name => table?.columns.get(name)?.collation)).size
  /** A statement that reads rows by their keys, with a question for each of their columns. */
  const reads = (count: number) => chunks(count) * (count > 1 ? 1 + collated : 1)
  // Of a row that was not found it is asked whether it is there in another version.
  const version = write.version ? 1 : 0
  // Where an operator changes a value, it is asked first whether the result fits.
  const update = version === 1 || write.rows.templates.flat().some(({ operator }) => operator) ? 2 : 1
  const isRead = answer === 'row' || answer === 'rows'
  switch (kind) {
    case 'insert':
      return rows + nestedStatements(plan, write) + (isRead ? reads(rows) : 0)
    case 'upsert': {
      const each = rows * (isRead ? 2 + update : 1 + update)
      // Rows of the same key are written one by one, as a single row is. The others are looked for and read by the key, or by what the
      // database makes.
      return rows === 1 ? each : each + reads(rows) * (isRead ? 3 : 1)
    }
    case 'update':
      return (
        version + (isRead ? (answer === 'row' ? 1 + update : 1 + chunks(maxRows) * update + reads(maxRows)) : update)
      )
    case 'delete':
      return version + (isRead ? 1 + (answer === 'row' ? 1 : chunks(maxRows)) : 1)
  }
}

/** How many rows the arguments say. */
function rowsOf({ args }: SourcePlan<SqlBinding>, { rows: { input, many, templates } }: SqlWrite): number {
  if (!input || !many) return Math.max(1, templates.length)
  const given = readPath(args, input, nothingElse)
  return Array.isArray(given) ? given.length : 0
}

/** Of each row that stands in the input of another one: itself, and one of a join table. */
function nestedStatements({ args }: SourcePlan<SqlBinding>, { rows: { input }, nested }: SqlWrite): number {
  return input ? 2 * nestedRows(readPath(args, input, nothingElse), nested) : 0
}

function nestedRows(given: unknown, nested: readonly SqlNestedRows[]): number {
  const rows = [given].flat().filter(isObject)
  return rows.reduce(
    (count, row) =>
      nested.reduce((sum, { field, nested: below }) => {
        const value = [row[field]].flat().filter(isObject)
        return sum + value.length + nestedRows(value, below)
      }, count),
    0,
  )
}
