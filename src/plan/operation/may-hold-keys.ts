import type { FieldPlan, SchemaPlan } from '../schema-plan.ts'

/** Whether keys may stand where a field's objects belong: what answers rows, or objects that are told apart by what is in them, answers none. */
export function mayHoldKeys({ bound, holdsRows }: FieldPlan, { sources }: Pick<SchemaPlan, 'sources'>): boolean {
  const answersNone = bound && (bound.answersObjects || sources.get(bound.source)?.answersKeys === false)
  return !answersNone && !holdsRows
}
