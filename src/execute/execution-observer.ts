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

/** Tells both, where there are two. */
export function observeBoth(
  one: ExecutionObserver | undefined,
  other: ExecutionObserver | undefined,
): ExecutionObserver | undefined {
  if (!one || !other) return one ?? other
  return {
    onPlan(root) {
      one.onPlan(root)
      other.onPlan(root)
    },
    onAsk(place, plan) {
      one.onAsk(place, plan)
      other.onAsk(place, plan)
    },
    onObjects(place, selection) {
      one.onObjects(place, selection)
      other.onObjects(place, selection)
    },
    onWritten(milliseconds) {
      one.onWritten(milliseconds)
      other.onWritten(milliseconds)
    },
  }
}
