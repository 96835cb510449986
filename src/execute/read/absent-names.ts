import { isObjectType } from 'graphql'
import { foundOnPath } from '../../plan/found-on-path.ts'
import { isObject } from '../../plan/is-object.ts'
import type { FieldPlace, Selection } from '../../plan/operation/operation-plan.ts'
import { innermost } from '../../plan/operation/shape.ts'
import { nothingElse, readPath } from '../../plan/path.ts'
import type { SchemaPlan } from '../../plan/schema-plan.ts'
import { fixedPath } from '../../plan/source-path.ts'

/** Objects without the name, and none with it, after which a field is told; and those of one selection that are looked at. */
const ENOUGH = 10

/** A plain field whose name no object of its type had. */
export interface AbsentName {
  /** Schema coordinate, `Review.text`. */
  readonly coordinate: string
  readonly source: string
  /** The name in the source's answers. */
  readonly name: string
  /** What the last object has instead, as `the object has id, text`. */
  readonly found: string
}

/**
 * Finds the fields whose name objects of a source never have: without `!` they are null for ever, and nothing else says
 * why. Of each selection only the first objects are looked at.
 */
export class AbsentNames {
  readonly #plan: SchemaPlan
  readonly #tell: (absent: AbsentName) => void
  readonly #looked = new WeakMap<Selection, { left: number }>()
  /** How many objects had it not, by coordinate and source; infinitely few where one had. */
  readonly #without = new Map<string, number>()

  /** `tell` is told each field once. */
  constructor(plan: SchemaPlan, tell: (absent: AbsentName) => void) {
    this.#plan = plan
    this.#tell = tell
  }

  /** Looks at an object of the selection; undefined once enough of them have been looked at. */
  watch(selection: Selection): ((value: object, source: string) => void) | undefined {
    const looked = this.#looked.get(selection) ?? { left: ENOUGH }
    if (looked.left === 0) return undefined
    this.#looked.set(selection, looked)
    const { places } = selection
    return (value, source) => {
      if (looked.left === 0) return
      looked.left -= 1
      // The columns of tables are held against the catalogue.
      if (this.#plan.sources.get(source)?.nestsObjects === false) return
      for (const place of places) if (place.kind === 'plain') this.#look(place, value, source)
    }
  }

  /** Looks at the first objects of a list. */
  lookAtSome(selection: Selection, values: readonly unknown[], source: string): void {
    const look = this.watch(selection)
    if (!look) return
    for (const value of values.slice(0, ENOUGH)) if (isObject(value)) look(value, source)
  }

  #look(place: FieldPlace, value: object, source: string): void {
    const { field } = place
    const path = field && fixedPath(field.paths.get(source))
    const [first] = path ?? []
    if (path && place.deepIndex < 0) this.#lookBelow(place, readPath(value, path, nothingElse), source)
    // What begins with `$` is of the answer, not of the object.
    if (!field || first?.kind !== 'property' || first.optional || first.name.startsWith('$')) return
    const { coordinate } = field
    const id = `${coordinate} ${source}`
    const without = first.name in value ? Number.NEGATIVE_INFINITY : (this.#without.get(id) ?? 0) + 1
    this.#without.set(id, without)
    if (without === ENOUGH)
      this.#tell({ coordinate, source, name: first.name, found: foundOnPath(value, [], 'the object') })
  }

  /** Looks at objects in objects, which nobody else looks at before they are written. */
  #lookBelow({ shape, selection }: FieldPlace, value: unknown, source: string): void {
    const { type } = innermost(shape)
    if (isObjectType(type)) this.lookAtSome(selection(type), Array.isArray(value) ? value : [value], source)
  }
}
