import type { ValueTemplate } from '../template.ts'

/** What a `where` compiles to: plain data; all names are the database's. */
export type SqlFilter = SqlCombination | SqlNegation | SqlComparison

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
