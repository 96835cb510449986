import { isObjectType } from 'graphql'
import { foundOnPath } from '../../plan/found-on-path.ts'
import { isObject } from '../../plan/is-object.ts'
import type { FieldPlace, Selection } from '../../plan/operation/operation-plan.ts'
import { innermost } from '../../plan/operation/shape.ts'
import { nothingElse, type Path, printPath, readPath } from '../../plan/path.ts'
import { RESOLVERS } from '../../plan/resolver/resolver-plan.ts'
import type { SchemaPlan } from '../../plan/schema-plan.ts'
import { fixedPath, readsOf } from '../../plan/source-path.ts'

/** Objects without the name, and none with it, after which a field is told; and those of one selection that are looked at. */
const ENOUGH = 10

/** A path of a plain field on which no object of its type had all names. */
export interface AbsentName {
  /** Schema coordinate, `Review.text`. */
  readonly coordinate: string
  readonly source: string
  /** The name in the source's answers, or the path there: `author.name`. */
  readonly name: string
  /** What the last object has instead, as `the object has id, text` or `author has mail`. */
  readonly found: string
}

/**
 * Finds the fields whose name, or a name on whose path, objects of a source never have: without `!` they are null for ever, and nothing else says
 * why. Of each selection only the first objects are looked at.
 */
export class AbsentNames {
  readonly #plan: SchemaPlan
  readonly #tell: (absent: AbsentName) => void
  readonly #looked = new WeakMap<Selection, { left: number }>()
  /** How many objects had it not, by coordinate, source and path; infinitely few where one had. */
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
      // The columns of tables are held against the catalogue, and what code answers is its own.
      if (source === RESOLVERS || this.#plan.sources.get(source)?.nestsObjects === false) return
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
    if (!field) return
    const path = field.paths.get(source)
    const fixed = fixedPath(path)
    if (fixed && place.deepIndex < 0) this.#lookBelow(place, readPath(value, fixed, nothingElse), source)
    for (const read of readsOf(path)) this.#count(field.coordinate, read, value, source)
  }

  #count(coordinate: string, path: Path, value: object, source: string): void {
    const has = hasNames(value, path)
    if (has === undefined) return
    const name = nameOf(path)
    const id = `${coordinate} ${source} ${name}`
    const without = has ? Number.NEGATIVE_INFINITY : (this.#without.get(id) ?? 0) + 1
    this.#without.set(id, without)
    if (without === ENOUGH) this.#tell({ coordinate, source, name, found: foundOnPath(value, path, 'the object') })
  }

  /** Looks at objects in objects, which nobody else looks at before they are written. */
  #lookBelow({ shape, selection }: FieldPlace, value: unknown, source: string): void {
    const { type } = innermost(shape)
    if (isObjectType(type)) this.lookAtSome(selection(type), Array.isArray(value) ? value : [value], source)
  }
}

/**
 * Whether an object has the names on a path, of the items of a list one of the first. Undefined where it does not say: behind a null, in
 * an empty list, where a name may be absent, and of what is made of an object.
 */
function hasNames(value: unknown, path: Path): boolean | undefined {
  let current = value
  for (const [at, segment] of path.entries()) {
    if (segment.kind === 'each') return segment.of ? undefined : oneHasNames(current, path.slice(at + 1))
    if (segment.kind === 'index') {
      current = Array.isArray(current) ? current[segment.index] : undefined
      if (current === undefined) return undefined
      continue
    }
    // What begins with `$` is of the answer, or made by a path.
    if (!isObject(current) || segment.name.startsWith('$')) return undefined
    if (!Object.hasOwn(current, segment.name)) return segment.optional ? undefined : false
    current = (current as Readonly<Record<string, unknown>>)[segment.name]
  }
  return path.length > 0 ? true : undefined
}

function oneHasNames(list: unknown, path: Path): boolean | undefined {
  if (!Array.isArray(list)) return undefined
  if (path.length === 0) return true
  const have = list.slice(0, ENOUGH).map(item => hasNames(item, path))
  return have.includes(true) || (have.includes(false) ? false : undefined)
}

/** A single name as it is in the answer. */
function nameOf(path: Path): string {
  const [only, more] = path
  return only?.kind === 'property' && more === undefined ? only.name : printPath(path)
}
