import type { Selection } from '../plan/operation/operation-plan.ts'
import type { Shape } from '../plan/operation/shape.ts'
import { readValue } from './read-value.ts'

const NOTHING: unknown[] = []

/** One object of an upstream's answer below which something is asked of a source or resolver. */
export class Node {
  readonly value: unknown
  /** The source that answered, whose names the value's properties have. */
  readonly source: string
  readonly selection: Selection
  /** The settled value of each of the selection's deep places: leaves, Nodes, Rows, SourceErrors, Shared values, and lists of these. */
  readonly deep: unknown[]

  /** `deep` is that of another Node for the same object, which another source answered. */
  constructor(value: unknown, source: string, selection: Selection, deep?: unknown[]) {
    this.value = value
    this.source = source
    this.selection = selection
    this.deep = deep ?? (selection.deepPlaces.length === 0 ? NOTHING : new Array(selection.deepPlaces.length))
  }
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

/** A settled value that stands under several parents; it is written once, unless it has errors. */
export class Shared {
  readonly value: unknown
  text: string | undefined

  constructor(value: unknown) {
    this.value = value
    this.text = undefined
  }
}
