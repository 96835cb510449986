import type { BoundPlan } from '../../plan/schema-plan.ts'
import type { SqlFilter } from '../../plan/sql/sql-filter.ts'
import type { SqlSearchIndex } from '../../plan/sql/sql-search.ts'
import type { SqlSourceSettings } from '../../plan/sql/sql-source-settings.ts'
import { columnOf } from './column-of.ts'
import { compileSearchIndex } from './compile-search-index.ts'
import { compileWhere } from './filter/compile-where.ts'
import type { SqlContext } from './sql-context.ts'
import { sqlBinding, sqlPlan } from './sql-plan.ts'

/** What the `@sql` on a type says of its rows. */
export interface TableSettings {
  readonly table: string
  /** The columns of the home's key. */
  readonly key: readonly string[]
  readonly where: readonly SqlFilter[]
  /** What a search of the rows goes through; absent where nothing says so. */
  readonly search?: SqlSearchIndex | undefined
}

/** For a type whose table is not known for another mistake; never served. */
export const STAND_IN_TABLE: TableSettings = { table: '', key: [], where: [] }

/** The arguments that stand on a type; all others are those of fields. */
const OF_TYPES: ReadonlySet<string> = new Set(['table', 'key', 'where', 'search', 'maxAge', 'source'])

/** Compiles the `@sql` on a type. */
export function compileTable(context: SqlContext, settings: SqlSourceSettings): TableSettings {
  const { use, report, returned } = context
  const { table } = use.args
  if (typeof table !== 'string' || table === '')
    report(
      table === undefined ? undefined : 'table',
      '@sql on a type needs the table that holds its objects.',
      `Add table: "${returned.toLowerCase()}s".`,
    )
  for (const [argument, value] of Object.entries(use.args))
    if (value !== undefined && !OF_TYPES.has(argument))
      report(argument, `${argument} stands on a field, not on a type.`, 'Remove it.')
  return {
    table: String(table ?? ''),
    key: keyNames(context).map(name => columnOf(context, name, 'key')),
    where: compileWhere(context, { kind: 'drops' }).filters,
    search: compileSearchIndex(context, settings),
  }
}

/** The home of a type with a table: one row by its key. Of several columns, no scalar is the key. */
export function compileSqlHome(context: SqlContext, table: TableSettings, settings: SqlSourceSettings): BoundPlan {
  for (const name of keyNames(context))
    context.keys?.add('this', [{ kind: 'property', name }], { argument: 'key', required: true, hasDefault: false })
  const binding = sqlBinding(context, settings, {
    from: { kind: 'table', table: table.table },
    where: table.where,
    keyColumns: table.key,
  })
  return sqlPlan(context, binding, settings)
}

function keyNames({ use: { args } }: SqlContext): string[] {
  const { key } = args
  if (key === undefined || key === null) return ['id']
  return Array.isArray(key) ? key.map(String) : [String(key)]
}
