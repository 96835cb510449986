import { type AggregateTerm, termText } from '../aggregate/aggregate-term.ts'
import type { SqlDialect } from '../dialect.ts'
import type { ComparedColumn, ComputedRows, RelatedRows } from '../filter/condition.ts'
import { type SqlText, sql } from './sql-text.ts'
import { computedRows, name, relatedRows, type WhereScope } from './where.ts'

/** What a statement computes for each row, to order rows by. */
export type ComputedTerm =
  /** The column of the row at the end of the steps; of the row itself without any. */
  | { readonly kind: 'related'; readonly steps: readonly RelatedRows[]; readonly column: ComparedColumn }
  /** What is computed over rows that belong to the row at the end of the steps. */
  | {
      readonly kind: 'aggregate'
      readonly steps: readonly RelatedRows[]
      readonly rows: ComputedRows
      readonly term: AggregateTerm
    }
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
  switch (term.kind) {
    case 'rank':
      return rank
    case 'random':
      return sql`${sql.raw(random)}()`
    case 'related':
      return ofRelated(term.steps, scope, inside => name(term.column, inside))
    case 'aggregate':
      return ofRelated(term.steps, scope, around => {
        const { from, tests, inside } = computedRows(term.rows, around)
        return sql`(select ${termText(term.term, column => name(column, inside))} from ${from} where ${tests})`
      })
  }
}

/** Of several rows any one: the field itself says that they are too many. */
function ofRelated(
  [step, ...rest]: readonly RelatedRows[],
  scope: WhereScope,
  textOf: (inside: WhereScope) => SqlText,
): SqlText {
  if (!step) return textOf(scope)
  const { from, tests, inside } = relatedRows(step, scope)
  return sql`(select ${ofRelated(rest, inside, textOf)} from ${from} where ${tests} limit 1)`
}
