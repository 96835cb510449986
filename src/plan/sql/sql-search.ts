import type { ValueTemplate } from '../template.ts'

/** What a search goes through; all names are the database's. */
export interface SqlSearchIndex {
  /** Whose texts are searched. */
  readonly columns: readonly string[]
  /** PostgreSQL's name for how texts of a language become words. */
  readonly config: string | undefined
  /** What is made of the texts: a column of PostgreSQL's `tsvector`, a table of SQLite's FTS5. */
  readonly index: string | undefined
}

/** The rows whose texts have the words. */
export interface SqlSearch extends SqlSearchIndex {
  /** Absent or null searches nothing: all rows are found. */
  readonly text: ValueTemplate
}
