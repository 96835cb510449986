import type { NamedColumn } from '../../plan/schema-plan.ts'
import type { SqlThrough } from '../../plan/sql/sql-through.ts'
import { columnOf } from './column-of.ts'
import { type CompiledWhere, compileWhere } from './filter/compile-where.ts'
import type { AbsenceRule } from './filter/filter-context.ts'
import type { SqlContext } from './sql-context.ts'

const EXAMPLE = 'Write through: { table: "film_actor", where: { film_id: "{$this.id}" }, on: { actor_id: "id" } }.'

export interface CompiledThrough {
  readonly through: SqlThrough
  /** The join table's columns that `$this` values are compared with, in key order. */
  readonly keyColumns: readonly string[]
}

/**
 * Compiles `through: { table, where, on }`: names of the join table are the database's own, those behind `on` the type's.
 * Its arguments' types have been checked.
 */
export function compileThrough(context: SqlContext, absence: AbsenceRule): CompiledThrough | undefined {
  const { through } = context.use.args
  if (typeof through !== 'object' || through === null) return undefined
  const { table, where, on } = through as Readonly<Record<string, unknown>>
  const name = typeof table === 'string' ? table : ''
  if (name === '') context.report('through.table', 'through needs the table that joins.', EXAMPLE)
  const columns: NamedColumn[] = []
  const { filters, keyColumns } = compileJoinWhere(context, where, absence, columns)
  const pairs = typeof on === 'object' && on !== null && !Array.isArray(on) ? Object.entries(on) : []
  if (pairs.length === 0)
    context.report('through.on', 'on names a column of the join table, and the column that it is equal to.', EXAMPLE)
  const joined = pairs.map(([column, target]) => {
    const argument = `through.on.${column}`
    columns.push({ column, argument })
    if (typeof target === 'string' && !target.includes('{'))
      return { column, target: columnOf(context, target, argument) }
    context.report(argument, 'on names columns, and takes no values.', EXAMPLE)
    return { column, target: '' }
  })
  context.columns.push(...columns.map(each => ({ ...each, table: name })))
  return { through: { table: name, where: filters, on: joined }, keyColumns }
}

/** A where of the join table, which no type describes: each name is a column's own. */
function compileJoinWhere(
  context: SqlContext,
  where: unknown,
  absence: AbsenceRule,
  columns: NamedColumn[],
): CompiledWhere {
  const found: NamedColumn[] = []
  const compiled = compileWhere(
    {
      ...context,
      returned: '',
      use: { ...context.use, args: { where } },
      report: (argument, message, suggestion) => context.report(`through.${argument ?? ''}`, message, suggestion),
      columns: found,
    },
    absence,
  )
  columns.push(...found.map(named => ({ ...named, argument: `through.${named.argument}` })))
  return compiled
}
