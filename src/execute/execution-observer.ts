import type { FieldPlace, Selection } from '../plan/operation/operation-plan.ts'
import type { SourcePlan } from '../source/source-plan.ts'

/** Who looks at how an operation is executed. */
export interface ExecutionObserver {
  /** The variables are read, and this is what is executed with them. */
  onPlan(root: Selection): void
  /** What a place asks; several places may ask the same, and a place for its objects' homes too. */
  onAsk(place: FieldPlace, plan: SourcePlan): void
  /** Objects that stand at a place are looked at as this says. */
  onObjects(place: FieldPlace, selection: Selection): void
  /** A root field has been written, in so many milliseconds. */
  onWritten(milliseconds: number): void
}
