import { getNamedType } from 'graphql'
import { keyHome } from '../../../plan/key-home.ts'
import type { BoundPlan, FieldPlan, SchemaPlan } from '../../../plan/schema-plan.ts'
import type { SourcePath } from '../../../plan/source-path.ts'
import type { KeyJoin } from '../../../plan/sql/key-join.ts'
import { isSqlBinding, type SqlBinding } from '../../../plan/sql/sql-binding.ts'
import { wholeColumn } from '../whole-column.ts'

/** Which columns of a source's tables hold keys of which others: of what fields are found by. */
export function keyJoins(plan: SchemaPlan, source: string): readonly KeyJoin[] {
  const tables = tablesOfTypes(plan, source)
  return [...plan.types.values()].flatMap(({ name, fields }) =>
    [...(tables.get(name) ?? [])].flatMap(table =>
      [...fields.values()].flatMap(field =>
        keysOf(field, plan, source).flatMap(({ path, to }) => {
          const column = wholeColumn(path)
          return column === undefined ? [] : [{ coordinate: field.coordinate, from: { table, column }, to }]
        }),
      ),
    ),
  )
}

/** The tables whose rows are objects of each type. */
function tablesOfTypes({ types }: SchemaPlan, source: string): ReadonlyMap<string, ReadonlySet<string>> {
  const tables = new Map<string, Set<string>>()
  const add = (type: string, bound: BoundPlan | undefined) => {
    const table = sqlOf(bound, source)?.from
    if (table?.kind === 'table') tables.set(type, (tables.get(type) ?? new Set()).add(table.table))
  }
  for (const { name, home, fields } of types.values()) {
    add(name, home)
    for (const { bound, type } of fields.values()) add(getNamedType(type).name, bound)
  }
  return tables
}

interface FieldKey {
  /** Where a row has it. */
  readonly path: SourcePath | undefined
  readonly to: KeyJoin['to']
}

/** What a field of a row is found by in the same database: the values that its binding names, or itself as the key of its type. */
function keysOf(field: FieldPlan, plan: SchemaPlan, source: string): readonly FieldKey[] {
  const { bound, resolver, holdsRows, paths, type } = field
  if (resolver || holdsRows) return []
  const home = bound ? undefined : keyHome(plan, getNamedType(type).name)
  const binding = sqlOf(bound ?? home, source)
  if (binding?.from.kind !== 'table') return []
  const table = binding.through?.table ?? binding.from.table
  return binding.keyColumns.map((column, at) => ({
    path: home ? paths.get(source) : bound?.key[at]?.paths.get(source),
    to: { table, column },
  }))
}

function sqlOf(bound: BoundPlan | undefined, source: string): SqlBinding | undefined {
  const binding = bound?.binding
  return binding && isSqlBinding(binding) && binding.source === source ? binding : undefined
}
