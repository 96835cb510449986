import type { KeyJoin } from '../../../plan/sql/key-join.ts'
import type { Catalog, Column, KeyForm, Table } from '../../catalog.ts'
import { keyFormOf } from '../key/key-form.ts'

/** The catalogue, in which columns tell the forms of their keys that columns of other types hold. */
export function withKeyForms(catalog: Catalog, joins: readonly KeyJoin[]): Catalog {
  const changed = new Map<Table, Map<string, Set<KeyForm>>>()
  for (const { from, to } of joins) {
    const table = catalog.tables.get(to.table)
    const holder = catalog.tables.get(from.table)?.columns.get(from.column)
    const form = formOf(holder, table?.columns.get(to.column))
    if (!table || !form) continue
    const columns = changed.get(table) ?? new Map<string, Set<KeyForm>>()
    changed.set(table, columns.set(to.column, (columns.get(to.column) ?? new Set()).add(form)))
  }
  if (changed.size === 0) return catalog
  const made = new Map([...changed].map(([table, forms]) => [table, withForms(table, forms)]))
  return { ...catalog, tables: new Map([...catalog.tables].map(([name, table]) => [name, made.get(table) ?? table])) }
}

/** Of a list, each item is a key. */
function formOf(from: Column | undefined, to: Column | undefined): KeyForm | undefined {
  return from && to && keyFormOf(from.items ?? from, to)
}

function withForms(table: Table, forms: ReadonlyMap<string, ReadonlySet<KeyForm>>): Table {
  const columns = [...table.columns].map(([name, column]) => {
    const keyForms = forms.get(name)
    return [name, keyForms ? { ...column, keyForms } : column] as const
  })
  return { ...table, columns: new Map(columns) }
}
