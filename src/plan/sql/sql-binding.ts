import type { Binding } from '../binding.ts'
import type { Template, ValueTemplate } from '../template.ts'
import type { SqlAggregate } from './sql-aggregate.ts'
import type { SqlFilter } from './sql-filter.ts'
import type { SqlGroups } from './sql-groups.ts'
import type { OrderFields, SqlOrder } from './sql-order.ts'
import type { SqlSearch } from './sql-search.ts'
import type { SqlThrough } from './sql-through.ts'
import type { SqlWrite } from './sql-write.ts'

/** What an `@sql` directive on a field or type compiles to; all names are the database's. */
export interface SqlBinding extends Binding {
  readonly kind: 'sql'
  readonly from: SqlTable | SqlText
  /** ANDed, those of the type's own `where` first. */
  readonly where: readonly SqlFilter[]
  /** What is searched for in the rows of the table; undefined where nothing is. */
  readonly search: SqlSearch | undefined
  /** The table between the parent and the rows. */
  readonly through: SqlThrough | undefined
  /**
   * The columns that answer a key, one per value of the Key, of the join table where there is one; none for a binding
   * without a parent's value in it.
   */
  readonly keyColumns: readonly string[]
  readonly orderBy: readonly SqlOrder[]
  /** What each field of the client's `orderBy` orders by, whose items count before the binding's own; undefined where a client gives no order. */
  readonly clientOrder: OrderFields | undefined
  readonly limit: ValueTemplate | undefined
  readonly offset: ValueTemplate | undefined
  /** What the answer per key is a page of; undefined where it is no connection. */
  readonly page: SqlPage | undefined
  /** What is computed over the rows: instead of them, or beside a page of them. */
  readonly aggregate: SqlAggregate | undefined
  /** By what the rows are grouped, each group with its aggregate; undefined where they are not. */
  readonly groups: SqlGroups | undefined
  /** Whether several rows may answer a key. */
  readonly list: boolean
  /** A scalar field: each row's answer is its first column that is no key column. */
  readonly scalar: boolean
  /** What a mutation does to the rows; undefined for a binding that reads. */
  readonly write: SqlWrite | undefined
  /** What a mutation runs instead of a write of its own; undefined for all others. Its text is `from`. */
  readonly execute: SqlExecute | undefined
  /** How long clients may keep what it answers, in milliseconds; undefined where nobody says. */
  readonly maxAge: number | undefined
  /** Most rows that one statement may answer. */
  readonly maxRows: number
  /** Most bytes that one statement may answer. */
  readonly maxResponseBytes: number
  /** Most groups that one parent has. */
  readonly maxGroups: number
  /** Most relations that a client's filter goes through, one behind another: each is a subquery in the one before it. */
  readonly maxFilterRelations: number
}

export function isSqlBinding(binding: Binding): binding is SqlBinding {
  return binding.kind === 'sql'
}

/** A connection: which of the rows are on a page. Without `first` and `last`, the binding's limit is its size. */
export interface SqlPage {
  /** The columns of a unique key: the last by which its rows are ordered. */
  readonly key: readonly string[]
  readonly first: ValueTemplate | undefined
  readonly last: ValueTemplate | undefined
  readonly after: ValueTemplate | undefined
  readonly before: ValueTemplate | undefined
}

interface SqlTable {
  readonly kind: 'table'
  readonly table: string
}

/** A CALL or SELECT of a mutation: the author's own statement, which may change what it likes. */
export interface SqlExecute {
  /** What the field answers where the statement answers no rows: how many it has touched, that it has run, or nothing. */
  readonly answer: 'count' | 'changed' | 'rows'
  /** MySQL's variables that the statement sets, without `@`: their values are the answer, as one row. */
  readonly variables: readonly string[]
}

/** The author's own statement; each expression is a bound parameter, `$batch` one per key. */
export interface SqlText {
  readonly kind: 'query'
  readonly text: Template
}
