import { printPath } from '../../../plan/path.ts'
import { filterExpressions } from '../../../plan/sql/filter-expressions.ts'
import { isStructure, uniqueKeys } from '../../../plan/sql/unique-keys.ts'
import type { Expression } from '../../../plan/template.ts'
import { valueExpressions } from '../../../plan/value-expressions.ts'
import type { ColumnKind } from '../../catalog.ts'
import type { WriteFault } from '../write-fault.ts'
import type { WriteSession } from './write-session.ts'

/** The arguments behind a fault, as clients know them. */
export interface BlamedArguments {
  readonly names: readonly string[]
  /** Whether they are at fault together; if not, it is one of them. */
  readonly together: boolean
}

/**
 * The arguments whose columns the broken constraint is about. Where the database does not name a column in a field of its
 * own, it can only be a constraint that a written column is part of: if that is not one alone, each may be it.
 */
export function blamedArguments({ kind, column, constraint }: WriteFault, session: WriteSession): BlamedArguments {
  if (kind === 'referenced')
    return { names: argumentsIn(session.plan.binding.where.flatMap(filterExpressions)), together: true }
  if (column !== undefined) return { names: argumentsOf([column], session), together: true }
  const { table } = session
  const named = constraint !== undefined && isStructure(table) ? table.constraints : undefined
  // One that is not the table's own is that of a table that a trigger writes.
  if (constraint !== undefined && named)
    return { names: argumentsOf(named.get(constraint) ?? [], session), together: true }
  const possible = constraintsOf(kind, session)
  return { names: argumentsOf(possible.flat(), session), together: possible.length === 1 }
}

/** What can be too long, or out of range. */
const KINDS: Readonly<Partial<Record<WriteFault['kind'], ReadonlySet<ColumnKind>>>> = {
  tooLong: new Set(['text', 'binary', 'json']),
  outOfRange: new Set(['boolean', 'integer', 'decimal', 'float', 'date', 'time', 'datetime']),
}

/** The columns of each constraint that may be the one. */
function constraintsOf(
  kind: WriteFault['kind'],
  { plan, table, write, rows }: WriteSession,
): readonly (readonly string[])[] {
  const given = new Set(rows.flatMap(row => [...row.keys()]))
  const isGiven = (columns: readonly string[]) => columns.some(column => given.has(column))
  // What the keys of an expression are of, and those of some rows, nobody knows.
  if (kind === 'unique' && isStructure(table) && table.hasOtherKeys) return []
  if (kind === 'unique') {
    // An upsert has found no row by its own key, or changed it; unless the type's where keeps it from seeing all rows.
    const seesAll = plan.binding.where.length === 0
    const isOn = (key: readonly string[]) =>
      seesAll && write.on.length > 0 && key.every(column => write.on.includes(column))
    return uniqueKeys(table, write.homeKey).filter(key => isGiven(key) && !isOn(key))
  }
  if (kind === 'foreignKey' && isStructure(table))
    return table.foreignKeys.map(({ columns }) => columns).filter(isGiven)
  if (kind !== 'notNull') {
    const kindOf = (name: string) => {
      const column = table.columns.get(name)
      return column?.items?.kind ?? column?.kind ?? 'list'
    }
    const fitting = [...given].filter(column => KINDS[kind]?.has(kindOf(column)) ?? true)
    return fitting.map(column => [column])
  }
  const written = write.rows.templates.flat().map(({ column }) => column)
  const needed = written.filter(column => table.columns.get(column)?.nullable === false)
  return needed.filter(column => rows.some(row => !row.has(column))).map(column => [column])
}

/** The arguments that the columns are written from. */
export function argumentsOf(columns: readonly string[], { write }: WriteSession): readonly string[] {
  const assignments = write.rows.templates.flat().filter(({ column }) => columns.includes(column))
  const prefix = write.rows.input ? `${printPath(write.rows.input)}.` : ''
  return argumentsIn(
    assignments.flatMap(({ value }) => valueExpressions(value)),
    prefix,
  )
}

/** The arguments that expressions read. */
export function argumentsIn(expressions: readonly Expression[], prefix = ''): readonly string[] {
  const names = expressions.flatMap(({ from }) => (from.root === 'args' ? [`${prefix}${printPath(from.path)}`] : []))
  return [...new Set(names)]
}
