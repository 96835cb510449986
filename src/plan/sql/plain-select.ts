import type { SqlBinding } from './sql-binding.ts'
import type { SqlSourceSettings } from './sql-source-settings.ts'

/** A binding that only selects: of a source, all rows as they come, within its bounds. */
export function plainSelect(settings: SqlSourceSettings) {
  const { name, maxRows, maxResponseBytes, maxGroups, maxFilterRelations } = settings
  return {
    kind: 'sql',
    source: name,
    orderBy: [],
    clientOrder: undefined,
    limit: undefined,
    offset: undefined,
    page: undefined,
    aggregate: undefined,
    groups: undefined,
    search: undefined,
    through: undefined,
    write: undefined,
    execute: undefined,
    maxRows,
    maxResponseBytes,
    maxGroups,
    maxFilterRelations,
  } satisfies Partial<SqlBinding>
}
