/** What another file defines that a text defines too. */
export interface SchemaClash {
  /** The path of the other file. */
  readonly file: string
  /** Schema coordinates, in the order of the text. */
  readonly coordinates: readonly string[]
}
