import type { Collation } from './collation.ts'

/** How a column's values are converted, compared and read back. */
export type ColumnKind =
  | 'boolean'
  | 'integer'
  | 'decimal'
  | 'float'
  | 'text'
  | 'binary'
  | 'date'
  | 'time'
  | 'datetime'
  | 'json'
  | 'uuid'
  | 'inet'
  /** Values of any type, each compared as the one that it is: SQLite's columns that declare none. */
  | 'any'
  /** Several values, which nothing is compared with. */
  | 'list'

/**
 * How a column of another type shows what the database takes as equal to a column's values: flags as `true` and `false` instead of
 * numbers, whole numbers with zeros behind the point, texts with blanks behind them, days with their midnight.
 */
export type KeyForm = 'flag' | 'point' | 'padded' | 'midnight'

export interface Column {
  readonly name: string
  readonly kind: ColumnKind
  /** The smallest and the largest value of an integer column, and of a boolean one that holds other numbers too. */
  readonly range?: readonly [bigint, bigint]
  /** How many digits a decimal, time or datetime column holds behind the point, where its type says so. */
  readonly scale?: number
  /** The character set of a text column, as the database calls it, where it can't hold all of Unicode. */
  readonly charset?: string
  /** Absent where only the same text is equal. */
  readonly collation?: Collation
  /** Whether a float column has 32 bits. */
  readonly single?: boolean
  /** Whether blanks at the end of its texts are none of them: PostgreSQL's `char(n)`. */
  readonly padded?: boolean
  /** In which forms its keys come, beside its own; absent where no column of another type holds such. */
  readonly keyForms?: ReadonlySet<KeyForm>
  /** The only values of an enum column. */
  readonly labels?: ReadonlySet<string>
  /** Whether the type of a text column is no text to the database: an enum, an interval. */
  readonly typed?: boolean
  /** Whether the database orders a text column by the places of its values in a list, and compares it as text all the same. */
  readonly listed?: boolean
  /** Whether it holds words that texts are made into, to be searched: PostgreSQL's `tsvector`. */
  readonly searched?: boolean
  /** The form of the texts that a text column takes, where the database fails at any other: PostgreSQL's `macaddr`. */
  readonly form?: string
  /** Whether the database compares nothing with its values, and orders no rows by them: PostgreSQL's `json`. */
  readonly incomparable?: boolean
  /** What makes text or JSON of values that no scalar shows as what they are: `ST_AsText` of MySQL's spatial types. */
  readonly opaque?: string
  /** What each value of a list is as a column. */
  readonly items?: Column
  /** What both ends of a range are as a column, and what the database calls the type of that. */
  readonly bounds?: Column & { readonly type: string }
  /** How many lists in lists the type of a list says it is; databases hold others, too. */
  readonly dimensions?: number
  /** What stands between the items of a list where that is no comma: `;` of PostgreSQL's `box`. */
  readonly delimiter?: string
  /** Whether it may hold a value of any type, whatever is declared: SQLite's. */
  readonly loose?: boolean
  readonly nullable: boolean
  /** Whether it holds days that there are not, which are null, though it is never NULL: MySQL's `0000-00-00`. */
  readonly zeroDates?: boolean
}

export interface Table {
  /** `orders`; `sales.orders` where it is of another schema than the default one. */
  readonly name: string
  /** Both parts of such a name; absent for a table of the default schema. */
  readonly id?: readonly [schema: string, name: string]
  readonly columns: ReadonlyMap<string, Column>
  /** The columns of each index by which texts are searched: of MySQL's tables, and of SQLite's that are of FTS5; absent where nobody knows. */
  readonly fullText?: readonly (readonly string[])[]
  /** The columns that each index of all rows is in the order of, nulls as the largest values, up to the first expression; absent where nobody asks for them. */
  readonly indexes?: readonly (readonly string[])[]
}

/** What a database has: its tables and views by name, as the database spells them. */
export interface Catalog {
  /** A table of the default schema is there under both names where that schema has been asked for by name. */
  readonly tables: ReadonlyMap<string, Table>
  /** The default schema, on MySQL the database of the URL; absent where a database has no schemas. */
  readonly schema?: string
  /** All schemas that there are, where others than the default one have been asked for. */
  readonly schemas?: readonly string[]
}
