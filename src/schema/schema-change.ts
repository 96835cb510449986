/** What one text of a schema file has and another has not: `+` or `-` with the definition, or `~` with what has another description. */
export interface SchemaChange {
  readonly sign: '+' | '-' | '~'
  /** On one line: `type Film @sql(table: "films")`, `Film.title: String!`. */
  readonly text: string
}
