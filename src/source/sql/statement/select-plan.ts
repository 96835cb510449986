import type { Table } from '../../catalog.ts'
import type { TableId } from '../catalog/table-id.ts'
import type { SqlDialect } from '../dialect.ts'
import type { Condition } from '../filter/condition.ts'
import type { SelectSearch } from '../search/search-syntax.ts'
import type { SqlValue } from '../sql-value.ts'
import type { KeysetBound, SelectOrder } from './keyset.ts'
import type { RowLimit } from './row-limit.ts'
import type { ConditionSyntax } from './where.ts'

/** One SELECT with all its values converted. */
export interface SelectPlan {
  readonly from: SelectSource
  /** The columns to answer with, of a table; none selects a constant. */
  readonly columns: readonly string[]
  /** ANDed. */
  readonly conditions: readonly Condition[]
  /** The rows wanted: those whose columns are one of these keys. */
  readonly keys: SelectKeys | undefined
  /** The positions in the order that the rows are between. */
  readonly range: readonly KeysetBound[]
  readonly orderBy: readonly SelectOrder[]
  /** `undefined` for a query that runs as its author wrote it, and where `perKey` has a limit. */
  readonly limit: RowLimit | undefined
  readonly offset: number | undefined
  /** Limit and offset of each key's own rows. */
  readonly perKey: { readonly limit: RowLimit | undefined; readonly offset: number | undefined } | undefined
  /**
   * Each asks for one row more (one for each key) on its side of a position. The last column of the answer then says what
   * a row is there for: 0 for the rows themselves, 1 for the first of these, and so on.
   */
  readonly peeks: readonly KeysetBound[]
}

export interface SelectKeys {
  readonly columns: readonly string[]
  readonly values: readonly (readonly SqlValue[])[]
  /** Those of the table. */
  readonly indexes?: Table['indexes']
}

export type SelectSource =
  | {
      readonly kind: 'table'
      readonly table: TableId
      readonly through: SelectThrough | undefined
      readonly search: SelectSearch | undefined
    }
  /** The author's text; between its parts, the values to bind. */
  | { readonly kind: 'query'; readonly parts: readonly (string | readonly SqlValue[])[] }

/** The join table: its rows that belong to the keys, each pair once. */
export interface SelectThrough {
  readonly table: TableId
  /** Its columns that hold the key; the statement knows them by the names in `SelectPlan.keys`. */
  readonly keyColumns: readonly string[]
  readonly conditions: readonly Condition[]
  readonly on: readonly { readonly column: string; readonly target: string }[]
}

/** What the text of a statement depends on. */
export type Syntax = ConditionSyntax &
  Pick<
    SqlDialect,
    | 'quote'
    | 'numbersPlaceholders'
    | 'comparesRows'
    | 'forgetsCollations'
    | 'nullsAreLargest'
    | 'guessesLimits'
    | 'readsEachKey'
    | 'randomFunction'
    | 'aggregates'
    | 'search'
  >
