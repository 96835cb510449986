import { type ColumnTerm, isSamePlace } from './column-term.ts'
import type { SqlRelation } from './sql-filter.ts'
import type { SqlTerm, SqlTerms } from './sql-terms.ts'

/** One item of an order; all names are the database's. */
export type SqlOrder = SqlColumnOrder | SqlComputedOrder

interface SqlWay {
  readonly direction: 'ASC' | 'DESC'
  /** Whether null comes behind every value instead of before it, seen from the smallest to the largest. */
  readonly nullsLargest?: boolean
}

/** By a column of the rows, or what stands inside one. */
export interface SqlColumnOrder extends SqlWay, ColumnTerm {
  readonly by?: undefined
}

/** By what a statement computes for each row. */
interface SqlComputedOrder extends SqlWay {
  readonly column?: undefined
  readonly inside?: undefined
  readonly by: SqlOrderTerm
}

type SqlOrderTerm = SqlRelatedTerm | SqlAggregateTerm | SqlRandomTerm | SqlRankTerm

/** The column of the row that the relations lead to, one behind another; null where there is no such row. */
export interface SqlRelatedTerm extends ColumnTerm {
  readonly kind: 'related'
  readonly relations: readonly SqlRelation[]
}

/** What is computed over the rows that the last of the relations leads to; those before it lead to one row each. */
export interface SqlAggregateTerm {
  readonly kind: 'aggregate'
  readonly relations: readonly SqlRelation[]
  readonly term: SqlTerm
}

/** Another order each time. */
interface SqlRandomTerm {
  readonly kind: 'random'
}

/** How well the row fits what is searched for; the same for all where nothing is. */
interface SqlRankTerm {
  readonly kind: 'rank'
}

/** How a field of a client's `orderBy` is read; cyclic where its input type is. */
export type OrderReader =
  | ({ readonly kind: 'column' } & ColumnTerm)
  | { readonly kind: 'related'; readonly relation: SqlRelation; readonly fields: OrderFields }
  /** An object of what is computed over several rows. */
  | { readonly kind: 'aggregate'; readonly relation: SqlRelation; readonly terms: SqlTerms }

export type OrderFields = ReadonlyMap<string, OrderReader>

/** The ways that an order may go, by the names that clients and schemas have for them. */
export const ORDER_WAYS: ReadonlyMap<unknown, SqlWay> = new Map([
  ['ASC', { direction: 'ASC' }],
  ['DESC', { direction: 'DESC' }],
  ['ASC_NULLS_LAST', { direction: 'ASC', nullsLargest: true }],
  ['DESC_NULLS_FIRST', { direction: 'DESC', nullsLargest: true }],
])

/** The whole columns of the rows themselves that an order names. */
export function orderedColumns(order: readonly SqlOrder[]): readonly string[] {
  return order.flatMap(item => (item.by || item.inside ? [] : item.column))
}

/** Whether both say the same of each row, whichever way. */
export function isSameTerm(one: SqlOrder, other: SqlOrder): boolean {
  if (!one.by || !other.by)
    return !one.by && !other.by && one.column === other.column && isSamePlace(one.inside, other.inside)
  if (!isOfRelated(one.by) || !isOfRelated(other.by)) return one.by.kind === other.by.kind
  return isSameWay(one.by.relations, other.by.relations) && isSameEnd(one.by, other.by)
}

function isOfRelated(term: SqlOrderTerm): term is SqlRelatedTerm | SqlAggregateTerm {
  return term.kind === 'related' || term.kind === 'aggregate'
}

function isSameWay(one: readonly SqlRelation[], other: readonly SqlRelation[]): boolean {
  return one.length === other.length && one.every((relation, at) => relation === other[at])
}

function isSameEnd(one: SqlRelatedTerm | SqlAggregateTerm, other: SqlRelatedTerm | SqlAggregateTerm): boolean {
  if (one.kind === 'related')
    return other.kind === 'related' && one.column === other.column && isSamePlace(one.inside, other.inside)
  return other.kind === 'aggregate' && one.term.name === other.term.name && one.term.column === other.term.column
}
