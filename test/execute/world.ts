/**
 * Data of which each source has its own view: what a field of an object holds, told apart from how a source names it and
 * whether it holds an object or the object's key.
 */
export interface World {
  /** What the root fields read, by the name of the root type. */
  readonly roots: ReadonlyMap<string, WorldObject>
  /** What each key stands for, by its text. */
  readonly table: ReadonlyMap<string, Stored>
}

export type Stored = WorldObject | Plain | HeldList

export type Held = Plain | Throwing | HeldList | Placed

/** A scalar, null, undefined, or a SourceError. */
export interface Plain {
  readonly kind: 'plain'
  readonly value: unknown
}

/** A property that can't be read. */
interface Throwing {
  readonly kind: 'throwing'
}

export interface HeldList {
  readonly kind: 'list'
  readonly items: readonly Held[]
}

/** What stands in the place of an object: where the type has a home, its key may stand there instead. */
export interface Placed {
  readonly kind: 'placed'
  readonly key: unknown
  /** The type whose home knows the key; undefined where the object itself always stands here. */
  readonly type: string | undefined
  readonly held: Stored
}

export interface WorldObject {
  readonly kind: 'object'
  readonly key: unknown
  /** A stranger may be taken for an object of any type: neither it nor what it holds has keys in the place of objects. */
  readonly stranger: boolean
  /** What it says of its own type; undefined where it says nothing. */
  readonly typeName: unknown
  readonly fields: Map<string, Held>
}
