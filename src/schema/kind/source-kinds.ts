import { HTTP_KIND } from './http-kind.ts'
import type { SourceKind } from './source-kind.ts'
import { SQL_KIND } from './sql-kind.ts'

/** The kinds of sources, by the names of their directives. */
export const SOURCE_KINDS: ReadonlyMap<string, SourceKind> = new Map([
  ['http', HTTP_KIND],
  ['sql', SQL_KIND],
])
