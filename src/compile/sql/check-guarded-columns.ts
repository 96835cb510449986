import type { FieldPlan, SchemaPlan } from '../../plan/schema-plan.ts'
import { isSqlBinding } from '../../plan/sql/sql-binding.ts'
import type { Scopes } from '../../plan/user/guards.ts'
import type { SchemaDefinition } from '../../schema/definition.ts'
import { type ProblemList, warner } from '../problem-list.ts'
import { columnsReadBy } from './columns-read-by.ts'

/** A field that shows a column, or is made from it. */
interface Reader {
  readonly field: FieldPlan
  readonly source: string
  readonly table: string
  readonly column: string
}

/** Warns of a guarded field whose column is shown by another one that asks less of a user: the guard keeps nothing. */
export function checkGuardedColumns(
  { types, guards }: Pick<SchemaPlan, 'types' | 'guards'>,
  { directives }: SchemaDefinition,
  problems: ProblemList,
): void {
  const readers = readersOf(types)
  const of = ({ field }: Reader) => guards.get(field.coordinate) ?? []
  for (const guarded of readers) {
    // Of a type that is guarded as a whole, another one may well show a part to everybody.
    const use = directives.get(guarded.field.coordinate)?.find(({ name }) => GUARDS.includes(name))
    if (!use) continue
    for (const other of readers.filter(each => readsSame(guarded, each) && asksLess(of(each), of(guarded))))
      warner(problems, use)(
        undefined,
        `${other.field.coordinate} reads the same column, ${guarded.table}.${guarded.column}, and asks less of a user.`,
        `Write @${use.name} there, too, or leave it away here.`,
      )
  }
}

const GUARDS = ['authenticated', 'requiresScopes']

function readersOf(types: SchemaPlan['types']): readonly Reader[] {
  return [...types.values()].flatMap(({ home, fields }) => {
    if (!home || !isSqlBinding(home.binding) || home.binding.from.kind !== 'table') return []
    const { source } = home
    const { table } = home.binding.from
    return [...fields.values()].flatMap(field =>
      columnsReadBy(field, source).map(column => ({ field, source, table, column })),
    )
  })
}

function readsSame(one: Reader, other: Reader): boolean {
  return (
    one.field !== other.field && one.source === other.source && one.table === other.table && one.column === other.column
  )
}

/** Whether somebody may pass who has less than the others ask for. Between two lists of scopes nobody but the author can tell. */
function asksLess(guards: readonly Scopes[], others: readonly Scopes[]): boolean {
  return guards.length === 0 || (asksForScopes(others) && !asksForScopes(guards))
}

function asksForScopes(guards: readonly Scopes[]): boolean {
  return guards.some(scopes => scopes.every(all => all.length > 0))
}
