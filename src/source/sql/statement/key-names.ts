import type { SqlBinding } from '../../../plan/sql/sql-binding.ts'

/** The key's columns as a statement answers them: those of a join table under names that no table has. */
export function keyNames({ keyColumns, through }: Pick<SqlBinding, 'keyColumns' | 'through'>): readonly string[] {
  return through ? keyColumns.map((_, at) => keyName(at)) : keyColumns
}

/** What a key's column is called where its own name may be another column's. */
export function keyName(at: number): string {
  return `sluice_key${at}`
}
