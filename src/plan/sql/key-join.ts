/** Values of one column of a database that are keys of another one, as a schema says. */
export interface KeyJoin {
  /** Schema coordinate of the field that is found so. */
  readonly coordinate: string
  readonly from: JoinedColumn
  readonly to: JoinedColumn
}

/** A column, and its table as the schema calls it. */
interface JoinedColumn {
  readonly table: string
  readonly column: string
}
