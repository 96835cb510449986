import type { Path } from '../path.ts'
import type { ValueTemplate } from '../template.ts'
import type { SqlComparison } from './sql-filter.ts'

/** What a mutation does to the rows of its binding's table; all names are the database's. */
export interface SqlWrite {
  readonly kind: 'insert' | 'update' | 'delete' | 'upsert'
  /** The row, a list of the rows, how many rows were touched, or whether any was. */
  readonly answer: 'row' | 'rows' | 'count' | 'changed'
  /** What is written; none for a delete. An update has one row. */
  readonly rows: SqlRows
  /** An upsert's: the columns by which a row that is there is found. */
  readonly on: readonly string[]
  /** Whether an upsert leaves a row that is there as it is. */
  readonly keeps: boolean
  /** The column that counts the changes of a row, and what it was when the client read it; undefined where nobody holds it against that. */
  readonly version: SqlComparison | undefined
  /** Most rows that an update or a delete touches: beyond that it touches none; undefined where its `where` is the author's alone. */
  readonly limit: number | undefined
  /** The columns that the type's `where` sets in new rows. */
  readonly fixed: readonly string[]
  /** The key of the type's home, taken as unique where the catalogue knows no key, as of a view. */
  readonly homeKey: readonly string[]
  /** What else an insert inserts with each of its rows. */
  readonly nested: readonly SqlNestedRows[]
  /** Most rows that one field inserts where there are nested ones, and how deep these may go. */
  readonly maxNestedRows: number
  readonly maxNestedDepth: number
}

/** Rows that stand in the input of another row, and are inserted with it. */
export interface SqlNestedRows {
  /** The input field that holds one, or a list of them. */
  readonly field: string
  readonly many: boolean
  /** Whether the other row refers to it, it to the other row, or a join table to both. */
  readonly role: 'parent' | 'child' | 'joined'
  readonly table: string
  /** The row's own column has the value of the nested row's; of a joined one, that of the join table. */
  readonly on: readonly { readonly column: string; readonly related: string }[]
  /** The join table: its column has the value of the row's, and what else its rows have. */
  readonly via:
    | {
        readonly table: string
        readonly on: readonly { readonly column: string; readonly related: string }[]
        readonly fixed: readonly SqlAssignment[]
      }
    | undefined
  /** Reads the nested row as its `$args`. */
  readonly template: readonly SqlAssignment[]
  readonly homeKey: readonly string[]
  /** Cyclic where the input type is. */
  readonly nested: readonly SqlNestedRows[]
}

export interface SqlRows {
  /**
   * The argument that is an input object, or a list of them: each is a row of the only template, whose expressions read
   * it as their `$args`. Where there is none, each template is one row.
   */
  readonly input: Path | undefined
  /** Whether the argument is a list. */
  readonly many: boolean
  readonly templates: readonly (readonly SqlAssignment[])[]
}

/** `column = value`; an absent value leaves the column as it is, or to its default. */
export interface SqlAssignment {
  readonly column: string
  readonly value: ValueTemplate
  /** What is done with the value that the column has; where there is none, it is replaced. */
  readonly operator?: SqlOperator
}

/** What the database itself does with a column and an operand, in one statement: nobody comes between. */
export const SQL_OPERATORS = ['add', 'subtract', 'multiply', 'append'] as const
export type SqlOperator = (typeof SQL_OPERATORS)[number]

export function isSqlOperator(name: string): name is SqlOperator {
  return (SQL_OPERATORS as readonly string[]).includes(name)
}
