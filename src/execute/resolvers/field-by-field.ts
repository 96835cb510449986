import type { GraphQLObjectType } from 'graphql'
import type { ResolverCalls } from '../../code/resolver-calls.ts'
import { gather } from '../../load/gather.ts'
import type { Loaders } from '../../load/loaders.ts'
import type { Variables } from '../../plan/operation/conditions.ts'
import { strayExports } from '../../plan/operation/exports.ts'
import type { FieldPlace } from '../../plan/operation/operation-plan.ts'
import type { OperationPlans } from '../../plan/operation/operation-plans.ts'
import { isTransaction, planTransaction, type WritePlace } from '../../plan/operation/plan-transaction.ts'
import { homeAnswer, innermost, shapeOf } from '../../plan/operation/shape.ts'
import { RESOLVERS, type ResolverPlan } from '../../plan/resolver/resolver-plan.ts'
import type { BoundPlan, FieldPlan } from '../../plan/schema-plan.ts'
import { deniedField, invalidOperation } from '../../result/field-error.ts'
import { readArgumentKeys } from '../argument-keys.ts'
import { type AskedIds, readAskedIds } from '../asked-ids.ts'
import { holdLengths } from '../hold-lengths.ts'
import { HomeKeys, replaceHomeKeys } from '../home-key.ts'
import { loadKeys } from '../load-keys.ts'
import { type Args, PlaceLoaders } from '../place-loaders.ts'
import { ConcreteTypes } from '../read/concrete-types.ts'
import { readPlace } from '../read/read-field.ts'
import { asHomeRow, readHomeKey } from '../read/read-home.ts'
import { readKey } from '../read/read-key.ts'
import { readParent } from '../read/read-parents.ts'
import { readValue, type ValueReader } from '../read/read-value.ts'
import { sourceArgs } from '../source-args.ts'
import { runTransaction } from '../transaction.ts'
import type { Resolved } from './resolved.ts'

/** One operation under way in an executor that resolves field by field: what each field of each object becomes. */
export class FieldByField {
  readonly #plans: OperationPlans
  readonly #loaders: Loaders
  readonly #rootValue: unknown
  #placeLoaders: PlaceLoaders | undefined
  /** What each root field has answered, by the ids of their places. */
  #transaction: Promise<ReadonlyMap<number, unknown>> | undefined
  readonly #resolvers: ResolverCalls | undefined
  /** What gathers the parents of a place for its resolver, by the place's id. */
  readonly #gathered = new Map<number, (parent: unknown) => Promise<unknown>>()

  /** `rootValue` is what plain root fields read; only tests have any. */
  constructor(plans: OperationPlans, loaders: Loaders, rootValue?: unknown, resolvers?: ResolverCalls) {
    this.#resolvers = resolvers
    this.#plans = plans
    this.#loaders = loaders
    this.#rootValue = rootValue
  }

  /** What the root fields read. */
  rootAnswer(): Resolved {
    return { value: this.#rootValue, source: '', selection: () => this.#plans.everything.root, type: undefined }
  }

  /** The place of a field of an object. */
  placeOf({ selection }: Resolved, type: GraphQLObjectType, responseKey: string): FieldPlace | undefined {
    const place = selection(type).places.find(each => each.responseKey === responseKey)
    return place?.kind === 'typename' ? undefined : place
  }

  /** The value of a place under one parent: at once for a plain field, later for one that asks a source. Throws SourceError. */
  resolve(place: FieldPlace, parent: Resolved, args: Args, variables: Variables): unknown {
    if (place.denial) throw deniedField(place.denial)
    this.#placeLoaders ??= new PlaceLoaders(this.#plans, this.#loaders, variables)
    const { field } = place
    this.#placeLoaders.refuseDenied(place, args)
    if (place.home) return this.#readHome(place, place.home, parent)
    if (field?.findsBy) return this.#find(place, field, args)
    if (field?.resolver) return this.#run(place, field.resolver, parent, sourceArgs(args, field))
    if (field?.keyed) {
      const { keyed } = field
      return this.#settle(readArgumentKeys(keyed, sourceArgs(args, field)), place, keyed.home.source)
    }
    const bound = field?.bound
    if (!bound) return this.#settle(readPlace(parent.value, place, parent.source), place, parent.source)
    const { provides } = parent.selection(place.parentType)
    const key = readKey(bound, parent.value, parent.source, provides)
    if (!key) return this.#loaders.emptySlot(bound, 'null_key')
    const isPart = isTransaction(this.#plans.operation)
    if (isPart && place.id === place.rootId) {
      this.#transaction ??= this.#transact(this.#placeLoaders, variables)
      return this.#transaction.then(answers => this.#settle(answers.get(place.id), place, bound.source))
    }
    const stray = isPart ? undefined : strayExports(this.#plans)
    if (stray) throw invalidOperation(stray.map(({ message }) => message).join(' '))
    const loader = this.#placeLoaders.ofBinding(place, bound, sourceArgs(args, field))
    return loadKeys(loader, this.#loaders, bound, [key]).then(slots => {
      const [slot] = holdLengths(place, bound, args, [key], slots)
      return this.#settle(slot, place, bound.source)
    })
  }

  /** Calls the code that answers the place; for all parents of a turn at once where it can. */
  async #run(place: FieldPlace, resolver: ResolverPlan, parent: Resolved, args: Args): Promise<unknown> {
    const { value, source, selection } = parent
    const object = readParent(resolver, value, source, selection(place.parentType).provides)
    const call = { resolver, args, info: (this.#placeLoaders as PlaceLoaders).infoOf(place), shape: place.shape }
    const callAll = async (parents: readonly unknown[]) => (this.#resolvers as ResolverCalls).call(call, parents)
    if (resolver.run.kind === 'each') return this.#settle((await callAll([object]))[0], place, RESOLVERS)
    const gathered = this.#gathered.get(place.id) ?? gather(callAll)
    this.#gathered.set(place.id, gathered)
    return this.#settle(await gathered(object), place, RESOLVERS)
  }

  /** What the home of the parent's type answers, where the parent's own answer does not carry the field. */
  async #readHome(place: FieldPlace, home: BoundPlan, parent: Resolved): Promise<unknown> {
    const key = readHomeKey(home, parent.value, parent.source)
    if (!key) return this.#loaders.emptySlot(home, 'null_key')
    const [slot] = await (this.#placeLoaders as PlaceLoaders).ofHome(place, home).loadMany([key])
    const row = asHomeRow(slot, home)
    if (row === null || row instanceof Error) return row
    return this.#settle(readPlace(row, place, home.source), place, home.source)
  }

  /** The objects of global ids; the home of each type is asked once. */
  async #find(place: FieldPlace, field: FieldPlan, args: Args): Promise<unknown> {
    const loaders = this.#placeLoaders as PlaceLoaders
    const { found, types } = readAskedIds(field, args, this.#plans.schemaPlan)
    const load = async ({ type, home, distinct, positions }: AskedIds['types'][number]) => {
      const slots = await loaders.ofHome(place, home).loadMany(distinct.keys, distinct.ids)
      const shape = homeAnswer(shapeOf(type, this.#plans.schemaPlan))
      const object = (value: object, source: string): Resolved => ({ value, source, selection: place.selection, type })
      const reader = { object, homeKey: () => undefined }
      for (const { at, slot } of positions) found[at] = readValue(slots[slot], shape, home.source, reader)
    }
    await Promise.all(types.map(load))
    return place.shape.kind === 'list' ? found : found[0]
  }

  /** The first root field begins the transaction of all of them. Rejects with a SourceError where it can't be. */
  async #transact(loaders: PlaceLoaders, variables: Variables): Promise<ReadonlyMap<number, unknown>> {
    const transaction = planTransaction(this.#plans, this.#plans.with(variables).root.places)
    if (transaction && !('source' in transaction))
      throw invalidOperation(transaction.map(({ message }) => message).join(' '))
    if (!transaction) return new Map()
    const selected = new Set(transaction.places.map(({ responseKey }) => responseKey))
    const places = this.#plans.everything.root.places.filter(({ responseKey }) => selected.has(responseKey))
    const run = { ...transaction, places: places as typeof transaction.places }
    const answers = await runTransaction(run, loaders, this.#plans.schemaPlan.schema)
    return new Map(places.map((place, at) => [(place as WritePlace).id, answers[at]]))
  }

  /** Loads the home keys in a value; a value without any is there at once. */
  #settle(value: unknown, place: FieldPlace, source: string): unknown {
    const homeKeys = new HomeKeys()
    const object = this.#objectReader(place)
    const read = readValue(value, place.shape, source, { object, homeKey: key => homeKeys.add(key) })
    if (homeKeys.list.length === 0) return read
    return this.#loadHomes(homeKeys, place).then(() => replaceHomeKeys(read, place.shape))
  }

  #objectReader(place: FieldPlace, selection = place.selection): ValueReader['object'] {
    const shape = innermost(place.shape)
    if (shape.kind === 'leaf' || !shape.abstract)
      return (value, source): Resolved => ({ value, source, selection, type: undefined })
    const types = new ConcreteTypes(this.#plans.schemaPlan.schema, shape)
    return (value, source): Resolved | Error => {
      const type = types.of(value, source)
      return type instanceof Error ? type : { value, source, selection, type }
    }
  }

  /** A failed key is an error at its own positions. */
  async #loadHomes({ list, keys, ids }: HomeKeys, place: FieldPlace): Promise<void> {
    const shape = innermost(place.shape)
    const home = this.#plans.schemaPlan.types.get(shape.type.name)?.home as BoundPlan
    const slots = await (this.#placeLoaders as PlaceLoaders).ofHome(place, home).loadMany(keys, ids)
    const reader = { object: this.#objectReader(place, place.homeSelection), homeKey: () => undefined }
    for (const [at, key] of list.entries()) key.answer = readValue(slots[at], homeAnswer(shape), home.source, reader)
  }
}
