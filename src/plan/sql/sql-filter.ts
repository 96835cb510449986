import type { Expression, ValueTemplate } from '../template.ts'

/** What a `where` compiles to: plain data; all names are the database's. */
export type SqlFilter = SqlCombination | SqlNegation | SqlComparison | SqlInputFilter | SqlUnknown

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
export interface SqlComparison {
  readonly kind: 'compare'
  readonly column: string
  readonly operator: SqlOperator
  readonly value: ValueTemplate
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
  | { readonly kind: 'value'; readonly column: string }
  /** An object of operators, all of it ANDed; null is `IS NULL`. */
  | { readonly kind: 'operators'; readonly column: string; readonly operators: ReadonlyMap<string, SqlOperator> }

/** The operators, and what stands behind them. */
export const SQL_OPERATORS = {
  eq: 'value',
  ne: 'value',
  in: 'list',
  notIn: 'list',
  lt: 'value',
  lte: 'value',
  gt: 'value',
  gte: 'value',
  like: 'text',
  startsWith: 'text',
  contains: 'text',
  isNull: 'flag',
} as const

export type SqlOperator = keyof typeof SQL_OPERATORS

export function isSqlOperator(name: string): name is SqlOperator {
  return Object.hasOwn(SQL_OPERATORS, name)
}
