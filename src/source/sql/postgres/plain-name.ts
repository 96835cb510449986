/** SQL that tells whether a relation is found by its name alone; the server's own are, and are nobody's tables. */
export function isPlain(relation: string, schema: string): string {
  return `(pg_catalog.pg_table_is_visible(${relation}.oid) and ${schema}.nspname not in ('pg_catalog', 'information_schema'))`
}
