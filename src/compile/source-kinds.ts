import { HTTP_KIND } from './http/http-kind.ts'
import type { SourceKind } from './source-kind.ts'
import { SQL_KIND } from './sql/sql-kind.ts'

/** The kinds of sources that a schema may have, by name. */
export const SOURCE_KINDS: ReadonlyMap<string, SourceKind> = new Map(
  [HTTP_KIND, SQL_KIND].map(kind => [kind.name, kind]),
)
