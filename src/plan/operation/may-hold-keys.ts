import type { FieldPlan, SchemaPlan } from '../schema-plan.ts'

/** Whether keys may stand where a field's objects belong: what answers rows answers none. */
export function mayHoldKeys({ bound, holdsRows }: FieldPlan, { sources }: Pick<SchemaPlan, 'sources'>): boolean {
  const answersRows = bound !== undefined && sources.get(bound.source)?.answersKeys === false
  return !answersRows && !holdsRows
}
