/** A tree of upstream names: what a loader needs of an answer. A leaf has no children. */
export type Projection = ReadonlyMap<string, Projection>

/** The tuple of one parent's `$this` or `$batch` values, in the order of the binding's key names; a root field has one empty key. */
export type Key = readonly unknown[]

/**
 * What one loader asks of its source: the plan of a binding or home, with the operation's projection and the field's
 * coerced arguments filled in. `Binding` is the source kind's own plan (`HttpBinding`, `SqlBinding`).
 */
export interface SourcePlan<Binding = unknown> {
  readonly binding: Binding
  /** Coerced arguments by name; an absent argument is absent here too. */
  readonly args: Readonly<Record<string, unknown>>
  readonly projection: Projection
}
