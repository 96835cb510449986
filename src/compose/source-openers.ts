import type { SourceOpener } from './source-opener.ts'

/** How the sources of each kind are opened, by the name of the kind; a kind is loaded with its first source. */
export const SOURCE_OPENERS: ReadonlyMap<string, () => Promise<SourceOpener>> = new Map([
  ['http', () => import('./http-opener.ts').then(({ HTTP_OPENER }) => HTTP_OPENER)],
  ['sql', () => import('./sql-opener.ts').then(({ SQL_OPENER }) => SQL_OPENER)],
])
