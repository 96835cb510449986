import type { SqlDialect } from '../dialect.ts'
import type { ComparedColumn } from '../filter/condition.ts'
import { type SqlText, sql } from './sql-text.ts'
import { name, type RelatedRows, relatedRows, type WhereScope } from './where.ts'

/** What a statement computes for each row, to order rows by. */
export type ComputedTerm =
  /** The column of the row at the end of the steps; of the row itself without any. */
  | { readonly kind: 'related'; readonly steps: readonly RelatedRows[]; readonly column: ComparedColumn }
  | { readonly kind: 'random' }
  /** How well a row fits the search. */
  | { readonly kind: 'rank' }

/** What is not of rows. */
interface OtherTerms {
  readonly random: SqlDialect['randomFunction']
  /** Undefined where nothing is searched, and no term is a rank. */
  readonly rank: SqlText | undefined
}

export function computedTerm(term: ComputedTerm, scope: WhereScope, { random, rank = sql`0` }: OtherTerms): SqlText {
  if (term.kind === 'rank') return rank
  return term.kind === 'random' ? sql`${sql.raw(random)}()` : relatedColumn(term.column, term.steps, scope)
}

/** Of several rows any one: the field itself says that they are too many. */
function relatedColumn(column: ComparedColumn, [step, ...rest]: readonly RelatedRows[], scope: WhereScope): SqlText {
  if (!step) return name(column, scope)
  const { from, tests, inside } = relatedRows(step, scope)
  return sql`(select ${relatedColumn(column, rest, inside)} from ${from} where ${tests} limit 1)`
}
