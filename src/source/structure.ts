import type { Catalog, Column, Table } from './catalog.ts'

/** What an import reads of a database: the catalogue with keys, foreign keys, comments and defaults. */
export interface Structure extends Catalog {
  readonly tables: ReadonlyMap<string, TableStructure>
}

export interface TableStructure extends Table {
  readonly kind: 'table' | 'view'
  /** Empty where there is none. */
  readonly comment: string
  readonly columns: ReadonlyMap<string, ColumnStructure>
  /** The columns of the primary key in its order; none for a table without one, and for views. */
  readonly primaryKey: readonly string[]
  /** The columns of each unique key, without those that hold only for some rows or for an expression. */
  readonly uniqueKeys: readonly (readonly string[])[]
  /** Whether there are unique keys beside these: for some rows only, or for an expression. */
  readonly hasOtherKeys?: boolean
  /** The columns of each constraint and unique index by its name, where the database tells which one a statement breaks. */
  readonly constraints?: ReadonlyMap<string, readonly string[]>
  readonly foreignKeys: readonly ForeignKey[]
  /** Whether an INSERT tells nothing of its row but the number that was counted for it, as on MySQL. */
  readonly tellsCountedOnly?: boolean
}

export interface ColumnStructure extends Column {
  /** As declared, in lower case: `int(10) unsigned`. */
  readonly type: string
  /** Empty where there is none. */
  readonly comment: string
  /** All values that the column may have, where its type says them; `typeName` where that type has a name. */
  readonly values?: { readonly names: readonly string[]; readonly typeName?: string }
  /** Whether the database fills it where an INSERT leaves it out: a default, an identity. */
  readonly hasDefault: boolean
  /** Whether the default is the next number: MySQL's AUTO_INCREMENT. */
  readonly counted?: boolean
  /** Whether the default is a day that is none: MySQL's `0000-00-00`. */
  readonly zeroDefault?: boolean
  /** Whether only the database writes it. */
  readonly generated: boolean
}

export interface ForeignKey {
  readonly columns: readonly string[]
  /** By its name in the structure; it may be of a schema that has not been read. */
  readonly table: string
  /** The columns of `table`, one for each of `columns`. */
  readonly targets: readonly string[]
}
