import type { ImportNote } from '../import/import-note.ts'

/** A schema file that an import has written. */
export interface ImportedSchema {
  /** The text of the schema file. */
  readonly text: string
  /** What of the source is not in it, or less than it could be; a sentence for each cause. */
  readonly notes: readonly string[]
  /** The same for tools: each cause with all of its places. */
  readonly causes: readonly ImportNote[]
}
