import type { GraphQLObjectType, GraphQLSchema } from 'graphql'
import type { Loader } from '../load/loaders.ts'
import { canonicalKey } from '../plan/canonical.ts'
import type { FieldPlace, Selection } from '../plan/operation/operation-plan.ts'
import { homeAnswer, innermost, type ObjectShape } from '../plan/operation/shape.ts'
import { readPath } from '../plan/path.ts'
import type { BoundPlan, SchemaPlan } from '../plan/schema-plan.ts'
import { asFieldError } from '../result/field-error.ts'
import type { Key } from '../source/source-plan.ts'
import { concreteType } from './concrete-type.ts'
import { HomeKeys, replaceHomeKeys } from './home-key.ts'
import { Node, Shared } from './node.ts'
import type { Args, PlaceLoaders } from './place-loaders.ts'
import { readKey } from './read-key.ts'
import { readValue, type ValueReader } from './read-value.ts'
import type { Turns } from './turns.ts'

/**
 * Resolves each place once for all its parents, level by level: a place asks as soon as its parents' answers are there,
 * with one `loadMany` of its distinct keys; branches never wait for each other.
 */
export class BreadthFirst {
  readonly #schemaPlan: SchemaPlan
  readonly #loaders: PlaceLoaders
  readonly #turns: Turns
  /** How many objects have been read. */
  nodeCount = 0

  constructor(schemaPlan: SchemaPlan, loaders: PlaceLoaders, turns: Turns) {
    this.#schemaPlan = schemaPlan
    this.#loaders = loaders
    this.#turns = turns
  }

  /** Resolves a place for all its parents, and everything below it. */
  resolve(place: FieldPlace, parents: readonly Node[]): void {
    if (place.kind === 'custom') this.#call(place, parents)
    else if (place.field?.bound) this.#ask(place, place.field.bound, parents)
    else this.#read(place, parents)
  }

  #read(place: FieldPlace, parents: readonly Node[]): void {
    const paths = place.field?.paths
    const values = parents.map(({ value, source }) => attempt(() => readPath(value, paths?.get(source) ?? [])))
    this.#settle(
      place,
      values,
      parents.map(({ source }) => source),
      settled => assign(place, parents, settled),
    )
  }

  #ask(place: FieldPlace, bound: BoundPlan, parents: readonly Node[]): void {
    const args = this.#argsOf(place, parents)
    if (!args) return
    const distinct = new DistinctKeys()
    const slots = parents.map(parent => {
      const key = attempt(() => readKey(bound, parent.value, parent.source))
      if (Array.isArray(key)) return distinct.add(key)
      parent.deep[place.deepIndex] = key ?? (bound.list ? [] : null)
      return -1
    })
    if (distinct.keys.length === 0) return
    this.#load(this.#loaders.ofBinding(place, bound, args), distinct.keys, answers =>
      this.#settle(
        place,
        answers,
        answers.map(() => bound.source),
        settled => {
          const shared = settled.map((value, slot) => share(value, distinct.uses[slot] ?? 1))
          for (const [at, slot] of slots.entries()) {
            const parent = parents[at]
            if (slot >= 0 && parent) parent.deep[place.deepIndex] = shared[slot]
          }
        },
      ),
    )
  }

  #call(place: FieldPlace, parents: readonly Node[]): void {
    const args = this.#argsOf(place, parents)
    if (!args) return
    const { schema } = this.#schemaPlan
    const values = parents.map(({ value }) => attempt(() => callResolver(place, value, args, schema)))
    this.#settle(
      place,
      values,
      parents.map(() => ''),
      settled => assign(place, parents, settled),
    )
  }

  /** The place's arguments; where they can't be coerced, each parent has the error and there are none. */
  #argsOf(place: FieldPlace, parents: readonly Node[]): Args | undefined {
    try {
      return this.#loaders.argsOf(place)
    } catch (error) {
      assign(
        place,
        parents,
        parents.map(() => error),
      )
      return undefined
    }
  }

  #load(loader: Loader, keys: readonly Key[], use: (slots: unknown[]) => void): void {
    this.#turns.when(loader.loadMany(keys), slots =>
      use(slots.map(slot => (slot instanceof Error ? asFieldError(slot) : slot))),
    )
  }

  /** Reads the values of a place, loads the home keys in them, and goes on with the objects. */
  #settle(
    place: FieldPlace,
    values: readonly unknown[],
    sources: readonly string[],
    done: (settled: unknown[]) => void,
  ): void {
    const shape = innermost(place.shape)
    const born = new Map<Selection, Node[]>()
    const homeKeys = new HomeKeys()
    const object: ValueReader['object'] = (value, source) =>
      attempt(() => this.#node(place, shape as ObjectShape, value, source, born))
    const reader = { object, homeKey: (key: unknown) => homeKeys.add(key) }
    const read = values.map((value, at) => readValue(value, place.shape, sources[at] ?? '', reader))
    const keys = homeKeys.list
    if (keys.length === 0) {
      done(read)
      this.#expand(born)
      return
    }
    const home = this.#schemaPlan.types.get(shape.type.name)?.home as BoundPlan
    this.#load(
      this.#loaders.ofHome(place, home),
      keys.map(({ key }) => [key]),
      slots => {
        const found = slots.map(slot => readValue(slot, homeAnswer(shape), home.source, reader))
        const byKey = new Map(keys.map((key, at) => [key, share(found[at], key.uses)]))
        done(read.map(value => replaceHomeKeys(value, place.shape, byKey)))
        this.#expand(born)
      },
    )
  }

  #node(place: FieldPlace, shape: ObjectShape, value: object, source: string, born: Map<Selection, Node[]>): Node {
    const type: GraphQLObjectType = concreteType(this.#schemaPlan.schema, shape, value, source)
    const selection = place.selection(type)
    const node = new Node(value, source, selection)
    this.nodeCount += 1
    if (selection.deepPlaces.length === 0) return node
    const nodes = born.get(selection)
    if (nodes) nodes.push(node)
    else born.set(selection, [node])
    return node
  }

  #expand(born: ReadonlyMap<Selection, readonly Node[]>): void {
    for (const [selection, nodes] of born) for (const place of selection.deepPlaces) this.resolve(place, nodes)
  }
}

/** The distinct keys of one place, in the order of their first use. */
class DistinctKeys {
  readonly keys: Key[] = []
  readonly uses: number[] = []
  readonly #slots = new Map<string, number>()

  /** The key's slot. */
  add(key: Key): number {
    const id = canonicalKey(key)
    const slot = this.#slots.get(id) ?? this.keys.push(key) - 1
    this.#slots.set(id, slot)
    this.uses[slot] = (this.uses[slot] ?? 0) + 1
    return slot
  }
}

function assign({ deepIndex }: FieldPlace, parents: readonly Node[], settled: readonly unknown[]): void {
  for (const [at, parent] of parents.entries()) parent.deep[deepIndex] = settled[at]
}

function share(value: unknown, uses: number): unknown {
  return uses > 1 && typeof value === 'object' && value !== null ? new Shared(value) : value
}

/** What was thrown, as a value in its own position. */
function attempt<T>(read: () => T): T | Error {
  try {
    return read()
  } catch (error) {
    return asFieldError(error)
  }
}

function callResolver({ definition }: FieldPlace, parent: unknown, args: Args, schema: GraphQLSchema): unknown {
  return definition.resolve?.(parent, args, undefined, { schema } as Parameters<typeof definition.resolve>[3])
}
