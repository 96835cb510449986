import type { SqlContext } from '../sql-context.ts'

/**
 * What becomes of a condition whose `$args` a client leaves out: it is dropped, or `check` refuses that it could be, for
 * the consequence (`another row is found`).
 */
export type AbsenceRule = { readonly kind: 'drops' } | { readonly kind: 'refused'; readonly consequence: string }

/** Where a part of a `where` stands. */
export interface FilterContext extends SqlContext {
  readonly absence: AbsenceRule
  /** The directive's argument, `where.or.0.age`. */
  readonly argument: string
  /** Whether it stands below a `not`. */
  readonly negated: boolean
}
