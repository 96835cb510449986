import { suggestOrList } from '../../plan/suggest.ts'
import type { Structure } from '../../source/structure.ts'

/** The structure with the named tables and views only. Throws Error for a name that the database does not have. */
export function selectTables({ tables }: Structure, names: readonly string[]): Structure {
  const unknown = names.find(name => !tables.has(name))
  if (unknown !== undefined)
    throw new Error(`The database has no table "${unknown}". ${suggestOrList(unknown, tables.keys(), 'tables')}`)
  return { tables: new Map([...tables].filter(([name]) => names.includes(name))) }
}
