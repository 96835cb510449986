import type { SchemaPlan } from '../../../plan/schema-plan.ts'
import { isSqlBinding } from '../../../plan/sql/sql-binding.ts'

/** The schemas that the tables of a source may be of, beside the default one: `sales` of `sales.orders`. */
export function schemasOfSource({ types }: SchemaPlan, source: string): readonly string[] {
  const bound = [...types.values()].flatMap(({ home, fields }) => [
    ...(home ? [home] : []),
    ...[...fields.values()].flatMap(field => field.bound ?? []),
  ])
  const names = bound.flatMap(({ binding }) => {
    if (!isSqlBinding(binding) || binding.source !== source) return []
    const { from, through } = binding
    return [...(from.kind === 'table' ? [from.table] : []), ...(through ? [through.table] : [])]
  })
  return schemasNamed(names)
}

/** Everything that stands before a dot in one of the names: a name of either part may have dots in it. */
export function schemasNamed(tables: Iterable<string>): readonly string[] {
  const schemas = new Set<string>()
  for (const name of tables)
    for (let dot = name.indexOf('.'); dot !== -1; dot = name.indexOf('.', dot + 1))
      if (dot > 0) schemas.add(name.slice(0, dot))
  return [...schemas]
}
