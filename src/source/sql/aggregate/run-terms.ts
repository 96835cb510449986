import { SourceError } from '../../source-error.ts'
import type { ResultSet, Statement } from '../dialect.ts'
import { isOutOfRange } from '../error.ts'
import type { ReadBatch } from '../row/read-rows.ts'
import type { SqlText } from '../statement/sql-text.ts'
import type { PreparedAggregate } from './prepare-aggregate.ts'

/** What was computed, and whether in the ways that take numbers of any size. */
export interface ComputedTerms {
  readonly result: ResultSet
  readonly isWide: boolean
}

/**
 * Runs a statement of terms. Where the database fails as a number on the way is beyond all doubles, it is run again with terms that
 * take numbers of any size: one that is too large in the end then costs its own field alone. Throws SourceError.
 */
export async function runTerms(
  { terms, wide }: Pick<PreparedAggregate, 'terms' | 'wide'>,
  build: (terms: readonly SqlText[]) => Statement,
  { run, faultOf }: Pick<ReadBatch, 'run' | 'faultOf'>,
): Promise<ComputedTerms> {
  try {
    return { result: await run(build(terms)), isWide: false }
  } catch (error) {
    if (wide.size === 0 || !(error instanceof SourceError) || !isOutOfRange(error, faultOf)) throw error
    return { result: await run(build(terms.map((term, at) => wide.get(at) ?? term))), isWide: true }
  }
}
