import type { Path } from '../../src/plan/path.ts'
import { propertyPath } from '../../src/plan/path.ts'
import type { Held, Stored, World, WorldObject } from './world.ts'

/** Where a source keeps what it calls by a name; the source '' calls all by its own name. */
export function pathAt(source: string, name: string): Path {
  if (source === '') return propertyPath(name)
  return [...propertyPath(`in ${source}`), ...propertyPath(`${name}~${source}`)]
}

/** The property that holds an object's key. */
export const KEY = '$key'

/** A world as one source answers it: with its own names, and keys in the place of objects of the types with a home. */
export class WorldView {
  readonly #world: World
  readonly #source: string
  readonly #homes: ReadonlySet<string>
  readonly #objects = new Map<WorldObject, object>()

  constructor(world: World, source: string, homes: ReadonlySet<string>) {
    this.#world = world
    this.#source = source
    this.#homes = homes
  }

  root(typeName: string): object {
    const root = this.#world.roots.get(typeName)
    return root ? this.#object(root) : {}
  }

  knows(key: unknown): boolean {
    return this.#world.table.has(String(key))
  }

  /** What the key stands for. */
  get(key: unknown): unknown {
    const stored = this.#world.table.get(String(key))
    return stored && this.#stored(stored, false)
  }

  #object(object: WorldObject): object {
    const known = this.#objects.get(object)
    if (known) return known
    const made: Record<string, unknown> = object.stranger ? Object.create(null) : {}
    this.#objects.set(object, made)
    if (object.typeName !== undefined) made.__typename = object.typeName
    this.#define(made, KEY, { value: object.key })
    for (const [name, held] of object.fields)
      this.#define(made, name, held.kind === 'throwing' ? { get: fail } : { value: this.#value(held, object.stranger) })
    return made
  }

  #define(object: Record<string, unknown>, name: string, property: PropertyDescriptor): void {
    let at = object
    const names = pathAt(this.#source, name).map(segment => (segment.kind === 'property' ? segment.name : ''))
    for (const name of names.slice(0, -1)) {
      const box = (at[name] ?? {}) as Record<string, unknown>
      at[name] = box
      at = box
    }
    Object.defineProperty(at, names.at(-1) ?? '', { ...property, enumerable: true, configurable: true })
  }

  #value(held: Held, stranger: boolean): unknown {
    if (held.kind === 'placed') {
      const isKey = !stranger && held.type !== undefined && this.#homes.has(held.type)
      return isKey ? held.key : this.#stored(held.held, stranger)
    }
    return held.kind === 'throwing' ? undefined : this.#stored(held, stranger)
  }

  #stored(held: Stored, stranger: boolean): unknown {
    if (held.kind === 'plain') return held.value
    if (held.kind === 'object') return this.#object(held)
    return held.items.map(item => this.#value(item, stranger))
  }
}

function fail(): never {
  throw new Error('this property can not be read')
}
