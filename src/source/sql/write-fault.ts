/** What a write failed with, told by the database's number or SQLSTATE, never by its message. */
export interface WriteFault {
  readonly kind: /** A deadlock or a serialization failure: all of the transaction is undone, and may be done again. */
    | 'conflict'
    | 'unique'
    /** A row refers to one that is not there. */
    | 'foreignKey'
    /** Other rows refer to the row. */
    | 'referenced'
    | 'notNull'
    | 'check'
    | 'tooLong'
    | 'outOfRange'
    /** A value that the column's type does not have. */
    | 'invalid'
  /** Where the database says it in a field of its own. */
  readonly column?: string
  /** The same of the table, without its schema: a trigger, or what a foreign key does, may fail at another one. */
  readonly table?: string
  /** The same of the constraint or unique index. */
  readonly constraint?: string
}
