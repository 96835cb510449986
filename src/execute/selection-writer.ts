import type { FieldPlace, Selection } from '../plan/operation/operation-plan.ts'
import { readPath } from '../plan/path.ts'
import { type LeafText, leafText, stringText } from './leaf-text.ts'

/** How one field of a selection is written, for objects that one source answered. */
export interface FieldWriter {
  /** What stands before the value: `{"name":` or `,"name":`. */
  readonly prefix: string
  readonly place: FieldPlace
  /** Reads a plain field of an object. */
  readonly read: (object: object) => unknown
  /** The fast way to a leaf's text; undefined for lists and objects. */
  readonly leaf: LeafText | undefined
}

/** Fields, or constant text for `__typename`. */
export type SelectionWriter = readonly (FieldWriter | string)[]

const writers = new WeakMap<Selection, Map<string, SelectionWriter>>()

/** The writer of a selection for objects of a source; made once. */
export function selectionWriter(selection: Selection, source: string): SelectionWriter {
  const bySource = writers.get(selection) ?? new Map<string, SelectionWriter>()
  const known = bySource.get(source)
  if (known) return known
  const writer = createWriter(selection, source)
  bySource.set(source, writer)
  writers.set(selection, bySource)
  return writer
}

function createWriter({ type, places }: Selection, source: string): SelectionWriter {
  return places.map((place, at) => {
    const prefix = `${at === 0 ? '{' : ','}${JSON.stringify(place.responseKey)}:`
    if (place.kind === 'typename') return `${prefix}${stringText(type.name)}`
    const { shape } = place
    const leaf = shape.kind === 'leaf' ? leafText(shape.type) : undefined
    return { prefix, place, read: readerOf(place, source), leaf }
  })
}

function readerOf({ field }: FieldPlace, source: string): FieldWriter['read'] {
  const path = field?.paths.get(source) ?? []
  const [only] = path
  if (path.length !== 1 || only?.kind !== 'property') return object => readPath(object, path)
  const { name } = only
  // What every object inherits must not be taken for what the upstream said.
  if (name in Object.prototype)
    return object => (Object.hasOwn(object, name) ? (object as Record<string, unknown>)[name] : undefined)
  return object => (object as Record<string, unknown>)[name]
}
