/** Why something is not in a schema, or is JSON, with all places where that is so. */
export interface ImportNote {
  readonly cause: string
  readonly places: readonly string[]
}
