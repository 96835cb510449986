import type { GraphQLObjectType } from 'graphql'
import type { ResolverCalls } from '../code/resolver-calls.ts'
import type { FieldPlace, Selection } from '../plan/operation/operation-plan.ts'
import { homeAnswer, innermost, type LeafShape, type ObjectShape, shapeOf } from '../plan/operation/shape.ts'
import type { ResolverPlan } from '../plan/resolver/resolver-plan.ts'
import type { BoundPlan, FieldPlan, KeyedPlan, SchemaPlan } from '../plan/schema-plan.ts'
import { asFieldError, deniedField, limitExceeded } from '../result/field-error.ts'
import { LEAF_READER, Node, Rows, share } from './answer-node.ts'
import { readArgumentKeys } from './argument-keys.ts'
import { readAskedIds } from './asked-ids.ts'
import { assign, assignToAll } from './assign.ts'
import { caught } from './caught.ts'
import { DistinctKeys } from './distinct-keys.ts'
import type { ExecutionObserver } from './execution-observer.ts'
import { holdLengths } from './hold-lengths.ts'
import { HomeFields } from './home-fields.ts'
import { type HomeKey, HomeKeys, replaceHomeKeys } from './home-key.ts'
import { introspect } from './introspect.ts'
import { loadKeys } from './load-keys.ts'
import { NodesBySelection } from './nodes-by-selection.ts'
import type { Args, PlaceLoaders } from './place-loaders.ts'
import type { AbsentNames } from './read/absent-names.ts'
import { ConcreteTypes } from './read/concrete-types.ts'
import { readFields } from './read/read-field.ts'
import { readKey } from './read/read-key.ts'
import { readParents } from './read/read-parents.ts'
import { readValue, type ValueReader } from './read/read-value.ts'
import type { Turns } from './turns.ts'

/**
 * Resolves each place once for all its parents, level by level: a place asks as soon as its parents' answers are there,
 * with one `loadMany` of its distinct keys; branches never wait for each other.
 */
export class BreadthFirst {
  readonly #schemaPlan: SchemaPlan
  readonly #loaders: PlaceLoaders
  readonly #turns: Turns
  readonly #homes: HomeFields
  readonly #observer: ExecutionObserver | undefined
  readonly #absent: AbsentNames | undefined
  readonly #resolvers: ResolverCalls | undefined
  /** How many objects have been read. */
  nodeCount = 0

  constructor(
    schemaPlan: SchemaPlan,
    loaders: PlaceLoaders,
    turns: Turns,
    observer: ExecutionObserver | undefined,
    absent: AbsentNames | undefined,
    resolvers: ResolverCalls | undefined,
  ) {
    this.#observer = observer
    this.#schemaPlan = schemaPlan
    this.#loaders = loaders
    this.#turns = turns
    this.#absent = absent
    this.#resolvers = resolvers
    this.#homes = new HomeFields(loaders, turns, (place, rows) => this.#read(place, rows))
  }

  /** Resolves all that is asked below objects of one selection; a part of it later where that takes long. */
  resolveAll({ deepPlaces }: Selection, parents: readonly Node[]): void {
    for (const place of deepPlaces) if (!place.home) this.#turns.soon(() => this.resolve(place, parents))
  }

  /** Resolves a place for all its parents, and everything below it. */
  resolve(place: FieldPlace, parents: readonly Node[]): void {
    if (place.denial) assignToAll(place, parents, deniedField(place.denial))
    else if (place.kind === 'custom') this.#call(place, parents)
    else if (place.kind === 'node') this.#find(place, parents)
    else if (place.field?.resolver) this.#run(place, place.field.resolver, parents)
    else if (place.field?.keyed) this.#askHome(place, place.field.keyed, parents)
    else if (place.field?.bound) this.#ask(place, place.field.bound, parents)
    else this.#read(place, parents)
  }

  #read(place: FieldPlace, parents: readonly Node[]): void {
    if (!this.#argsOf(place, parents)) return
    const values = readFields(place, parents)
    const sourceOf = (at: number) => parents[at]?.source ?? ''
    this.#settle(place, values, sourceOf, settled => assign(place, parents, settled))
  }

  #ask(place: FieldPlace, bound: BoundPlan, parents: readonly Node[]): void {
    const args = this.#argsOf(place, parents)
    if (!args) return
    const distinct = new DistinctKeys()
    const slots = parents.map(parent => this.#addKey(distinct, place, bound, parent))
    if (distinct.keys.length === 0) return
    const loader = this.#loaders.ofBinding(place, bound, args)
    this.#turns.when(loadKeys(loader, this.#loaders, bound, distinct.keys, distinct.ids), answers =>
      this.#settle(
        place,
        holdLengths(place, bound, args, distinct.keys, answers),
        () => bound.source,
        settled => {
          const shared = settled.map((value, slot) => share(value, distinct.uses[slot] ?? 1))
          for (let at = 0; at < parents.length; at++) {
            const slot = slots[at] as number
            if (slot >= 0) (parents[at] as Node).deep[place.deepIndex] = shared[slot]
          }
        },
      ),
    )
  }

  /** The slot of a parent's key; -1 for a parent that has its value without any call. */
  #addKey(distinct: DistinctKeys, place: FieldPlace, bound: BoundPlan, parent: Node): number {
    try {
      const key = readKey(bound, parent.value, parent.source, parent.selection.provides)
      if (key) return distinct.add(key)
      parent.deep[place.deepIndex] = this.#loaders.emptySlot(bound, 'null_key')
    } catch (error) {
      parent.deep[place.deepIndex] = asFieldError(error)
    }
    return -1
  }

  /** Asks the home for what the arguments say, as for keys that stand in an answer. */
  #askHome(place: FieldPlace, keyed: KeyedPlan, parents: readonly Node[]): void {
    const args = this.#argsOf(place, parents)
    const keys = args && caught(() => readArgumentKeys(keyed, args))
    if (args) this.#settleEach(place, Array(parents.length).fill(keys), parents, keyed.home.source)
  }

  /** Asks the home of each type once that the ids are of; each type goes on as soon as its objects are there. */
  #find(place: FieldPlace, parents: readonly Node[]): void {
    const args = this.#argsOf(place, parents)
    const asked = args && caught(() => readAskedIds(place.field as FieldPlan, args, this.#schemaPlan))
    if (!asked) return
    const tell = (value: unknown) => assignToAll(place, parents, value)
    if (asked instanceof Error) {
      tell(asked)
      return
    }
    const { found, types } = asked
    const tellFound = () => tell(place.shape.kind === 'list' ? found : found[0])
    tellFound()
    for (const { type, home, distinct, positions } of types) {
      this.#turns.when(this.#loaders.ofHome(place, home).loadMany(distinct.keys, distinct.ids), answers => {
        const born = new NodesBySelection()
        const shape = homeAnswer(shapeOf(type, this.#schemaPlan))
        const reader = { object: this.#objectReader(shape, born, place.selection), homeKey: () => undefined }
        const objects = answers.map((answer, slot) =>
          share(readValue(answer, shape, home.source, reader), distinct.uses[slot] ?? 1),
        )
        for (const { at, slot } of positions) found[at] = objects[slot]
        tellFound()
        this.#count()
        this.#expand(place, born)
      })
    }
  }

  /** Calls the code that answers a field, once for all parents or once for each. */
  #run(place: FieldPlace, resolver: ResolverPlan, parents: readonly Node[]): void {
    const args = this.#argsOf(place, parents)
    if (!args) return
    const { nodes, objects } = readParents(place, resolver, parents)
    const settle = (values: readonly unknown[]) => this.#settleEach(place, values, nodes, '')
    const call = { resolver, args, info: this.#loaders.infoOf(place), shape: place.shape }
    const values = (this.#resolvers as ResolverCalls).call(call, objects)
    if (values instanceof Promise) this.#turns.when(values, settle)
    else settle(values)
  }

  #call(place: FieldPlace, parents: readonly Node[]): void {
    const args = this.#argsOf(place, parents)
    if (!args) return
    this.#settleEach(place, introspect(place, parents, args, this.#schemaPlan.schema), parents, '')
  }

  /** The place's arguments; where they can't be coerced, each parent has the error and there are none. */
  #argsOf(place: FieldPlace, parents: readonly Node[]): Args | undefined {
    try {
      return this.#loaders.argsOf(place)
    } catch (error) {
      assignToAll(place, parents, error)
      return undefined
    }
  }

  /** Settles a value of one source, or of none, for each parent. */
  #settleEach(place: FieldPlace, values: readonly unknown[], parents: readonly Node[], source: string): void {
    const sourceOf = () => source
    this.#settle(place, values, sourceOf, settled => assign(place, parents, settled))
  }

  /** Reads the values of a place, loads the home keys in them, and goes on with the objects. */
  #settle(
    place: FieldPlace,
    values: readonly unknown[],
    sourceOf: (at: number) => string,
    done: (settled: unknown[]) => void,
  ): void {
    const born = new NodesBySelection()
    const homeKeys = new HomeKeys()
    const reader = {
      object: this.#objectReader(innermost(place.shape), born, place.selection),
      homeKey: (key: unknown) => homeKeys.add(key),
      rows: this.#rowsReader(place),
    }
    const read = values.map((value, at) => readValue(value, place.shape, sourceOf(at), reader))
    const { list, keys, ids } = homeKeys
    if (list.length === 0) {
      this.#count()
      done(read)
      this.#expand(place, born)
      return
    }
    const shape = innermost(place.shape)
    const home = this.#schemaPlan.types.get(shape.type.name)?.home as BoundPlan
    this.#turns.when(this.#loaders.ofHome(place, home).loadMany(keys, ids), answers => {
      const answer = homeAnswer(shape)
      const fromHome = { ...reader, object: this.#objectReader(shape, born, place.homeSelection) }
      for (let at = 0; at < list.length; at++) {
        const key = list[at] as HomeKey
        key.answer = share(readValue(answers[at], answer, home.source, fromHome), key.uses)
      }
      this.#count()
      done(read.map(value => replaceHomeKeys(value, place.shape)))
      this.#expand(place, born)
    })
  }

  /** Makes the Nodes of a place's objects, and notes those below which something is asked. */
  #objectReader(
    shape: LeafShape | ObjectShape,
    born: NodesBySelection,
    selectionOf: FieldPlace['selection'],
  ): ValueReader['object'] {
    const create = (selection: Selection, value: object, source: string) => {
      const node = new Node(value, source, selection)
      this.nodeCount += 1
      if (this.nodeCount > MOST_OBJECTS) throw tooManyObjects()
      if (selection.deepPlaces.length > 0) born.add(node)
      return node
    }
    if (shape.kind === 'leaf') return () => undefined
    if (shape.abstract) {
      const types = new ConcreteTypes(this.#schemaPlan.schema, shape)
      return (value, source) => {
        const type = types.of(value, source)
        if (type instanceof Error) return type
        const selection = selectionOf(type)
        this.#absent?.watch(selection)?.(value, source)
        return create(selection, value, source)
      }
    }
    const selection = selectionOf(shape.type as GraphQLObjectType)
    const look = this.#absent?.watch(selection)
    return (value, source) => {
      look?.(value, source)
      return create(selection, value, source)
    }
  }

  /** Takes lists of leaves as they are, and of objects where nothing is asked below, or of them. */
  #rowsReader(place: FieldPlace): NonNullable<ValueReader['rows']> {
    const inner = innermost(place.shape)
    if (inner.kind === 'leaf') return LEAF_READER.rows
    if (inner.abstract) return () => undefined
    const selection = place.selection(inner.type as GraphQLObjectType)
    if (selection.deepPlaces.length > 0) return () => undefined
    return (values, item, source) => {
      if (item !== inner || (inner.hasHome && !values.every(isObject))) return undefined
      this.#absent?.lookAtSome(selection, values, source)
      this.nodeCount += values.length
      return new Rows(values, source, selection)
    }
  }

  #expand(place: FieldPlace, born: NodesBySelection): void {
    for (const [selection, nodes] of born) {
      this.#observer?.onObjects(place, selection)
      this.resolveAll(selection, nodes)
      this.#homes.ask(selection, nodes)
    }
  }

  #count(): void {
    if (this.nodeCount > MOST_OBJECTS) throw tooManyObjects()
  }
}

/** Most objects that one operation reads: they are held until the answer is written. */
const MOST_OBJECTS = 1_000_000

function tooManyObjects(): Error {
  return limitExceeded(`The operation reads more than ${MOST_OBJECTS} objects.`)
}

/** Whether a value is no key of a home. */
function isObject(value: unknown): boolean {
  return typeof value === 'object'
}
