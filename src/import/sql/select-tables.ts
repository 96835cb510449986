import { suggestOrList } from '../../schema/suggest.ts'
import type { Structure, TableStructure } from '../../source/structure.ts'

/** What of a database is imported: all of the default schema unless something is named. */
export type TableSelection =
  | { readonly kind: 'default' }
  | { readonly kind: 'tables'; readonly names: readonly string[] }
  | { readonly kind: 'schemas'; readonly names: readonly string[] }

/** The structure with the selected tables and views only, each once. Throws Error for a name that the database does not have. */
export function selectTables(structure: Structure, selection: TableSelection): Structure {
  const { tables } = structure
  const own = [...tables].filter(([name, table]) => name === table.name).map(([, table]) => table)
  switch (selection.kind) {
    case 'default':
      return only(own.filter(({ id }) => !id))
    case 'tables':
      return only(selection.names.map(name => tables.get(name) ?? refuse(name, tables.keys(), 'table')))
    case 'schemas': {
      const { schemas } = structure
      if (!schemas) throw new Error('A SQLite file has no schemas. Leave out --schemas.')
      const unknown = selection.names.find(name => !schemas.includes(name))
      if (unknown !== undefined) refuse(unknown, schemas, 'schema')
      const isOf = (table: TableStructure, schema: string) =>
        table.id ? table.id[0] === schema : tables.get(`${schema}.${table.name}`) === table
      return only(own.filter(table => selection.names.some(schema => isOf(table, schema))))
    }
  }
}

function only(tables: readonly TableStructure[]): Structure {
  return { tables: new Map(tables.map(table => [table.name, table])) }
}

function refuse(name: string, known: Iterable<string>, what: string): never {
  throw new Error(`The database has no ${what} "${name}". ${suggestOrList(name, known, `${what}s`)}`)
}
