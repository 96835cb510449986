import type { Selection } from '../plan/operation/operation-plan.ts'

const NOTHING: unknown[] = []

/** One object of an upstream's answer below which something is asked of a source or resolver. */
export class Node {
  readonly value: unknown
  /** The source that answered, whose names the value's properties have. */
  readonly source: string
  readonly selection: Selection
  /** The settled value of each of the selection's deep places: leaves, Nodes, SourceErrors, Shared values, and lists of these. */
  readonly deep: unknown[]

  constructor(value: unknown, source: string, selection: Selection) {
    this.value = value
    this.source = source
    this.selection = selection
    this.deep = selection.deepPlaces.length === 0 ? NOTHING : new Array(selection.deepPlaces.length)
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
