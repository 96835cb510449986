import type { FieldPlan } from '../../plan/schema-plan.ts'
import { readsOf } from '../../plan/source-path.ts'

/** The columns of a row that a field shows or is made from; none of one that is bound. */
export function columnsReadBy({ bound, paths }: FieldPlan, source: string): readonly string[] {
  if (bound) return []
  const firsts = readsOf(paths.get(source)).map(([first]) => first)
  return firsts.flatMap(first => (first?.kind === 'property' ? [first.name] : []))
}
