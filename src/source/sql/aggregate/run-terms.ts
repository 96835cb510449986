import { SourceError } from '../../source-error.ts'
import type { ResultSet, Statement } from '../dialect.ts'
import { isOutOfRange, outOfRange } from '../error.ts'
import type { ReadBatch } from '../row/read-rows.ts'
import { type SqlText, sql } from '../statement/sql-text.ts'
import type { HowComputed, PreparedAggregate } from './prepare-aggregate.ts'

export interface ComputedTerms extends HowComputed {
  readonly result: ResultSet
}

const NULL = sql.raw('null')

/**
 * Runs a statement of terms. Where the database fails as a number on the way is beyond all doubles, it is run again with terms that
 * take numbers of any size, so that one that is too large in the end costs its own field alone; or, where there are none such, without
 * the terms that fail by themselves. Throws SourceError.
 */
export function runTerms(
  { terms, wide }: Pick<PreparedAggregate, 'terms' | 'wide'>,
  build: (terms: readonly SqlText[]) => Statement,
  { run, faultOf, input }: Pick<ReadBatch, 'run' | 'faultOf' | 'input'>,
): Promise<ComputedTerms> {
  const failed = new Map<number, SourceError>()
  const ofRange = (error: unknown) => error instanceof SourceError && isOutOfRange(error, faultOf)
  const runOtherwise = async (error: unknown): Promise<ComputedTerms> => {
    if (!ofRange(error)) throw error
    if (wide.size > 0)
      return { result: await run(build(terms.map((term, at) => wide.get(at) ?? term))), isWide: true, failed }
    for (const [at, term] of terms.entries())
      await run(build([term])).catch(cause => {
        if (!ofRange(cause)) throw cause
        failed.set(at, outOfRange(input.plan.binding.source, cause))
      })
    // It was a condition or an order.
    if (failed.size === 0) throw error
    const others = terms.map((term, at) => (failed.has(at) ? NULL : term))
    return { result: await run(build(others)), isWide: false, failed }
  }
  return run(build(terms)).then(result => ({ result, isWide: false, failed }), runOtherwise)
}
