import type { GraphQLObjectType } from 'graphql'
import type { Loaders } from '../load/loaders.ts'
import type { FieldPlace } from '../plan/operation/operation-plan.ts'
import type { OperationPlans, Variables } from '../plan/operation/operation-plans.ts'
import { innermost, type Shape } from '../plan/operation/shape.ts'
import { readPath } from '../plan/path.ts'
import type { BoundPlan } from '../plan/schema-plan.ts'
import { type Answer, HomeKey } from './answer.ts'
import { type Args, PlaceLoaders } from './place-loaders.ts'
import { readKey } from './read-key.ts'
import { readValue } from './read-value.ts'

/** One operation under way in an executor that resolves field by field: what each field of each object becomes. */
export class Execution {
  readonly #plans: OperationPlans
  readonly #loaders: Loaders
  #placeLoaders: PlaceLoaders | undefined

  constructor(plans: OperationPlans, loaders: Loaders) {
    this.#plans = plans
    this.#loaders = loaders
  }

  /** What the root fields read. */
  rootAnswer(value?: unknown): Answer {
    return { value, source: '', selection: () => this.#plans.everything.root }
  }

  /** The place of a field of an object. */
  placeOf({ selection }: Answer, type: GraphQLObjectType, responseKey: string): FieldPlace | undefined {
    const place = selection(type).places.find(each => each.responseKey === responseKey)
    return place?.kind === 'typename' ? undefined : place
  }

  /** The value of a place under one parent: at once for a plain field, later for one that asks a source. Throws SourceError. */
  resolve(place: FieldPlace, parent: Answer, args: Args, variables: Variables): unknown {
    this.#placeLoaders ??= new PlaceLoaders(this.#plans, this.#loaders, variables)
    const { bound, paths } = place.field ?? {}
    if (!bound) return this.#settle(readPath(parent.value, paths?.get(parent.source) ?? []), place, parent.source)
    const key = readKey(bound, parent.value, parent.source)
    if (!key) return bound.list ? [] : null
    return this.#placeLoaders
      .ofBinding(place, bound, args)
      .load(key)
      .then(slot => this.#settle(slot, place, bound.source))
  }

  #settle(value: unknown, place: FieldPlace, source: string): unknown {
    const read = readValue(value, place.shape, source, object => ({
      value: object,
      source,
      selection: place.selection,
    }))
    return this.#loadHomes(read, place, place.shape)
  }

  /** Loads the home keys in a value; a value without any stays as it is, at once. */
  #loadHomes(value: unknown, place: FieldPlace, shape: Shape): unknown {
    if (value instanceof HomeKey) return this.#loadHome(value, place)
    if (shape.kind !== 'list' || !Array.isArray(value) || !holdsHomeKey(value)) return value
    const items = value.map(item => asSlot(this.#loadHomes(item, place, shape.item)))
    return Promise.all(items).then(settled => (shape.item.nonNull ? leaveOutUnknown(settled, value) : settled))
  }

  #loadHome({ key }: HomeKey, place: FieldPlace): Promise<unknown> {
    const shape = innermost(place.shape)
    const home = this.#plans.schemaPlan.types.get(shape.type.name)?.home as BoundPlan
    const { source } = home
    const found = { ...shape, hasHome: false }
    return (this.#placeLoaders as PlaceLoaders)
      .ofHome(place, home)
      .load([key])
      .then(slot => readValue(slot, found, source, value => ({ value, source, selection: place.selection })))
  }
}

function holdsHomeKey(value: readonly unknown[]): boolean {
  return value.some(item => item instanceof HomeKey || (Array.isArray(item) && holdsHomeKey(item)))
}

/** A failed item of a list is an error at its own position. */
function asSlot(value: unknown): unknown {
  return value instanceof Promise ? value.catch((error: unknown) => error) : value
}

/** A key that the home does not know is left out of a list of non-null items. */
function leaveOutUnknown(settled: readonly unknown[], read: readonly unknown[]): unknown[] {
  return settled.filter((item, index) => item !== null || !(read[index] instanceof HomeKey))
}
