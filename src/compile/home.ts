import type { BoundPlan } from '../plan/schema-plan.ts'
import type { SourceSettings } from '../plan/source-settings.ts'

export interface Home {
  readonly bound: BoundPlan
  readonly settings: SourceSettings
  /** Whether its source is the right one; if not, that has been reported. */
  readonly certain: boolean
}

/** The homes of a schema's types. */
export interface Homes {
  /** The home of a type, or undefined. */
  of(typeName: string): Home | undefined
  /** Whether the type's own directive is what is being compiled. */
  isCompiling(typeName: string): boolean
  /** Whether the type has no home only because something is wrong with it. */
  isMissing(typeName: string): boolean
}
