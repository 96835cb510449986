import type { FilterOperator } from '../../schema/filter-operators.ts'
import type { Expression, ValueTemplate } from '../template.ts'
import type { ColumnTerm } from './column-term.ts'
import type { SqlTerms } from './sql-terms.ts'

/** What a `where` compiles to: plain data; all names are the database's. */
export type SqlFilter =
  | SqlCombination
  | SqlNegation
  | SqlComparison
  | SqlRelatedFilter
  | SqlAggregateFilter
  | SqlInputFilter
  | SqlUnknown

/** Without filters, `and` is true and `or` is false. */
interface SqlCombination {
  readonly kind: 'and' | 'or'
  readonly filters: readonly SqlFilter[]
}

interface SqlNegation {
  readonly kind: 'not'
  readonly filter: SqlFilter
}

/** A plain value is `eq`, which is also `in` and `IS NULL`, by what the value is when it is evaluated. */
export interface SqlComparison extends ColumnTerm {
  readonly kind: 'compare'
  readonly operator: FilterOperator
  readonly value: ValueTemplate
}

/** Whether some, none or every one of the related rows is one for which the filter is true. */
export interface SqlRelatedFilter {
  readonly kind: 'related'
  readonly relation: SqlRelation
  readonly quantifier: Quantifier
  readonly filter: SqlFilter
  /** Whether it is said of a row without any that nothing is there, as of a column that is null. */
  readonly isNull?: boolean
}

export type Quantifier = 'some' | 'none' | 'every'

/** Whether what is computed over the related rows is as the filter says. */
export interface SqlAggregateFilter {
  readonly kind: 'aggregate'
  readonly relation: SqlRelation
  /** Which related rows count; all unless said. */
  readonly filter: SqlFilter | undefined
  readonly terms: SqlTerms
  /** Its columns are names of `terms`. */
  readonly having: SqlFilter
}

/** Rows of another table, or of the same one, that belong to a row. */
export interface SqlRelation {
  readonly table: string
  /** The row's column equals the related row's: all of them. */
  readonly on: readonly { readonly column: string; readonly related: string }[]
  /** Which rows of the table there are at all, ANDed: the `where` of the related type and that of the field. */
  readonly where: readonly SqlFilter[]
  /** The join table on the way: `on` is then said of its rows. */
  readonly via?: SqlRelation
}

/** A filter that a client sends in an argument. */
export interface SqlInputFilter {
  readonly kind: 'input'
  readonly value: Expression
  readonly reader: FilterReader
  /** Whether null says as little as an absent argument. */
  readonly nullable: boolean
}

/** Neither true nor false, for any row. */
interface SqlUnknown {
  readonly kind: 'unknown'
}

/** How a value of an input type is read as a filter; cyclic where the type is. */
export type FilterReader =
  /** An object of names, all of it ANDed. */
  | { readonly kind: 'names'; readonly fields: ReadonlyMap<string, FilterReader> }
  /** One filter, or a list of them. */
  | { readonly kind: 'and' | 'or' | 'not'; readonly filter: FilterReader }
  /** A value is `eq`, a list `in`, null `IS NULL`. */
  | ({ readonly kind: 'value' } & ColumnTerm)
  /** An object of operators, all of it ANDed; null is `IS NULL`. */
  | ({ readonly kind: 'operators'; readonly operators: ReadonlyMap<string, FilterOperator> } & ColumnTerm)
  /** An object of quantifiers and of what is computed, all of it ANDed. */
  | {
      readonly kind: 'related'
      readonly relation: SqlRelation
      readonly quantifiers: ReadonlyMap<string, { readonly quantifier: Quantifier; readonly filter: FilterReader }>
      readonly aggregate: AggregateReader
    }
  /** The filter of the one related row; null finds rows without one. */
  | {
      readonly kind: 'one'
      readonly relation: SqlRelation
      readonly key: string | undefined
      readonly filter: FilterReader
    }

/** How conditions on what is computed over related rows are read. */
interface AggregateReader {
  /** The fields that say which rows count, all of them ANDed. */
  readonly where: ReadonlyMap<string, FilterReader>
  readonly having: Extract<FilterReader, { kind: 'names' }>
  /** What `having` may name. */
  readonly terms: SqlTerms
}

export function isQuantifier(name: string): name is Quantifier {
  return name === 'some' || name === 'none' || name === 'every'
}
