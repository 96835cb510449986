import { SourceError } from '../../source-error.ts'
import { UpsertRace } from './upsert-rows.ts'

/** Whether other work was in the way: nothing has happened, and the same may succeed now. */
export function isConflict(
  error: unknown,
  faultOf: (error: unknown) => { readonly kind: string } | undefined,
): boolean {
  if (error instanceof UpsertRace) return true
  return error instanceof SourceError && faultOf(error.cause)?.kind === 'conflict'
}
