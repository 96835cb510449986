import type { SqlAssignment } from '../../../plan/sql/sql-write.ts'
import { uniqueKeys } from '../../../plan/sql/unique-keys.ts'
import type { Table } from '../../catalog.ts'
import type { EmptyCounter } from '../../empty-slot.ts'
import { tableId } from '../catalog/table-id.ts'
import type { SqlDialect } from '../dialect.ts'
import { type Classify, readClasses } from '../key/match-keys.ts'
import { resolveTrees } from './row-trees.ts'
import { resolveRows } from './write-row.ts'
import type { WriteSession } from './write-session.ts'
import { type ColumnOperator, WriteStatements } from './write-statement.ts'

/** A field with the rows that it writes. */
export type PreparedRows = Pick<WriteSession, 'plan' | 'write' | 'table' | 'tables' | 'rows' | 'trees' | 'scope'>

/** What a field writes. Throws SourceError (`BAD_USER_INPUT`) where that can't be. */
export function prepareRows(field: Omit<PreparedRows, 'rows' | 'trees'>, { converters }: SqlDialect): PreparedRows {
  const { plan, write, table, tables, scope } = field
  const input = { table, converters, scope, source: plan.binding.source }
  if (write.nested.length === 0) return { ...field, rows: resolveRows({ ...input, rows: write.rows }), trees: [] }
  const trees = resolveTrees({ ...input, write, tables })
  return { ...field, rows: trees.map(({ row }) => row), trees }
}

/** The field at work, on what runs its statements. */
export function createSession(
  field: PreparedRows,
  dialect: SqlDialect,
  run: WriteSession['run'],
  counter: EmptyCounter,
): WriteSession {
  const { table, write } = field
  const classify: Classify = async (collation, texts) => {
    const question = dialect.classify?.(collation, texts)
    return question ? readClasses(await run(question), texts) : texts
  }
  const operators = operatorsOf(write.rows.templates.flat(), table)
  const counted = operatorsOf(write.version ? [{ column: write.version.column, operator: 'add' }] : [], table)
  const key = keyWithoutNulls(table, write.homeKey)
  const id = tableId(table.name, table)
  const statements = new WriteStatements(dialect, id, key, new Map([...operators, ...counted]))
  return { ...field, dialect, statements, operators, run, classify, counter }
}

function operatorsOf(
  assignments: readonly Pick<SqlAssignment, 'column' | 'operator'>[],
  table: Table,
): ReadonlyMap<string, ColumnOperator> {
  const changed = assignments.flatMap(({ column: name, operator }) => {
    const column = table.columns.get(name)
    return column && operator ? [[name, { column, operator }] as const] : []
  })
  return new Map(changed)
}

function keyWithoutNulls(table: Table, homeKey: readonly string[]): readonly string[] {
  const neverNull = (key: readonly string[]) => key.every(column => table.columns.get(column)?.nullable === false)
  return uniqueKeys(table, homeKey).find(neverNull) ?? []
}
