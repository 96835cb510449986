/** A schema file that an import has written. */
export interface ImportedSchema {
  /** The text of the schema file. */
  readonly text: string
  /** What of the source is not in it, or less than it could be; a sentence each. */
  readonly notes: readonly string[]
}
