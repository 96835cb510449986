/** What a directive compiles to, for the source alone: plain data, to which each kind of source adds its own. */
export interface Binding {
  /** The kind of its source. */
  readonly kind: string
  readonly source: string
  /** Schema coordinate of the field or type that the directive stands on. */
  readonly coordinate: string
  /** Where the directive stands, as `schema.graphql:12:3`, for the log. */
  readonly position?: string
}
