import type { ImportNote } from '../import/import-note.ts'
import type { SchemaChange } from '../schema/schema-change.ts'
import type { SchemaClash } from '../schema/schema-clash.ts'

/** A schema file that an import has made. */
export interface ImportedSchema {
  /** The text of the schema file. */
  readonly text: string
  /** What of the source is not in it, or less than it could be; a sentence for each cause. */
  readonly notes: readonly string[]
  /** The same for tools: each cause with all of its places. */
  readonly causes: readonly ImportNote[]
  /** What came of writing it; absent where it was not written `into` a file. */
  readonly written?: WrittenSchema
}

/** What came of writing a generated schema file. */
export interface WrittenSchema {
  readonly outcome: 'new' | 'changed' | 'unchanged'
  /** What has changed; undefined where the former text was no GraphQL, or there was none. */
  readonly changes: readonly SchemaChange[] | undefined
  /** What other schema files in the folder define too. */
  readonly clashes: readonly SchemaClash[]
  /** Whether there are other schema files in the folder. */
  readonly hasOthers: boolean
}

/** Where an import is written. */
export interface IntoOptions {
  /** A generated file to write to, which a later import writes over; nothing is written unless said. */
  readonly into?: string | undefined
  /** Whether a file that was edited since, or that no import wrote, is written over too. */
  readonly force?: boolean | undefined
}
