import type { Selection } from '../plan/operation/operation-plan.ts'
import type { Shape } from '../plan/operation/shape.ts'
import { readValue, type ValueReader } from './read/read-value.ts'

const NOTHING: unknown[] = []
const BLANK: unknown[] = Array(100).fill(undefined)

/** One object of an upstream's answer below which something is asked of a source or resolver. */
export class Node {
  readonly value: unknown
  /** The source that answered, whose names the value's properties have. */
  readonly source: string
  readonly selection: Selection
  /** The settled value of each of the selection's deep places: leaves, Nodes, Rows, Leaves, SourceErrors, Shared values, and lists of these. */
  readonly deep: unknown[]

  /** `deep` is that of another Node for the same object, which another source answered. */
  constructor(value: unknown, source: string, selection: Selection, deep?: unknown[]) {
    this.value = value
    this.source = source
    this.selection = selection
    this.deep = deep ?? emptyList(selection.deepPlaces.length)
  }
}

/**
 * A copy: the engine remembers of a place in the code that makes a list whether its lists lived long. After a few large
 * answers it would put all of them, and whatever they hold, where only a full collection of garbage frees it.
 */
function emptyList(length: number): unknown[] {
  if (length === 0) return NOTHING
  return length <= BLANK.length ? BLANK.slice(0, length) : new Array(length)
}

/** A list of an upstream's objects below which nothing is asked: they are looked at when they are written. */
export class Rows {
  readonly values: readonly unknown[]
  readonly source: string
  readonly selection: Selection

  constructor(values: readonly unknown[], source: string, selection: Selection) {
    this.values = values
    this.source = source
    this.selection = selection
  }

  get length(): number {
    return this.values.length
  }

  /** The item as any other settled value. */
  at(index: number, shape: Shape): unknown {
    const object = (value: object) => new Node(value, this.source, this.selection)
    return readValue(this.values[index], shape, this.source, { object, homeKey: () => undefined })
  }
}

/** A list of an upstream's leaves, or of lists of them: they are looked at when they are written. */
export class Leaves {
  readonly values: readonly unknown[]
  readonly source: string

  constructor(values: readonly unknown[], source: string) {
    this.values = values
    this.source = source
  }

  get length(): number {
    return this.values.length
  }

  /** The item as any other settled value. */
  at(index: number, shape: Shape): unknown {
    return readValue(this.values[index], shape, this.source, LEAF_READER)
  }
}

/** Where there are no objects. */
export const LEAF_READER: Required<ValueReader> = {
  object: () => undefined,
  homeKey: () => undefined,
  rows: (values, _item, source) => new Leaves(values, source),
}

/** A settled value that stands under several parents; it is written once, unless it has errors. */
export class Shared {
  readonly value: unknown
  text: string | undefined

  constructor(value: unknown) {
    this.value = value
    this.text = undefined
  }
}

/** An object that stands under so many parents. */
export function share(value: unknown, uses: number): unknown {
  return uses > 1 && typeof value === 'object' && value !== null ? new Shared(value) : value
}
