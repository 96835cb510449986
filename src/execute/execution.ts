import {
  type GraphQLOutputType,
  getArgumentValues,
  getNamedType,
  getNullableType,
  isListType,
  isNonNullType,
} from 'graphql'
import type { Loader, LoaderSpec, Loaders } from '../load/loaders.ts'
import { canonicalValue } from '../plan/canonical.ts'
import type { OperationPlan, Place } from '../plan/operation/operation-plan.ts'
import { projectionOf } from '../plan/operation/projection.ts'
import { readPath } from '../plan/path.ts'
import type { BoundPlan, SchemaPlan } from '../plan/schema-plan.ts'
import { type Answer, HomeKey } from './answer.ts'
import { type ReadContext, readAnswer } from './read-answer.ts'
import { readKey } from './read-key.ts'

type Args = Readonly<Record<string, unknown>>
type Variables = Parameters<typeof getArgumentValues>[2]

/** One operation under way: which loader a place asks, and what its answer becomes. */
export class Execution {
  readonly #schemaPlan: SchemaPlan
  readonly #plan: OperationPlan
  readonly #loaders: Loaders
  readonly #canonicalArgs = new Map<Place, string>()
  #variables: Variables

  constructor(schemaPlan: SchemaPlan, plan: OperationPlan, loaders: Loaders) {
    this.#schemaPlan = schemaPlan
    this.#plan = plan
    this.#loaders = loaders
  }

  /** What the root fields read. */
  rootAnswer(): Answer {
    return { value: undefined, source: '', children: this.#plan.root }
  }

  /** The value of a place under one parent: at once for a plain field, later for one that asks a source. Throws SourceError. */
  resolve(place: Place, parent: Answer, args: Args, variables: Variables): unknown {
    this.#variables = variables
    const { field } = place
    const { bound } = field
    if (!bound) {
      const value = readPath(parent.value, field.paths.get(parent.source) ?? [])
      return this.#settle(readAnswer(value, field.type, this.#reading(place, parent.source)), place, field.type)
    }
    const key = readKey(bound, parent)
    if (!key) return bound.list ? [] : null
    return this.#loader(place, bound, args)
      .load(key)
      .then(slot => this.#settle(readAnswer(slot, field.type, this.#reading(place, bound.source)), place, field.type))
  }

  #reading(place: Place, source: string): ReadContext {
    return { source, children: place.children, hasHome: this.#homeOf(place) !== undefined }
  }

  #homeOf({ field }: Place): BoundPlan | undefined {
    return this.#schemaPlan.types.get(getNamedType(field.type).name)?.home
  }

  /** Loads the home keys in a value; a value without any stays as it is, at once. */
  #settle(value: unknown, place: Place, type: GraphQLOutputType): unknown {
    if (value instanceof HomeKey) return this.#loadHome(value, place)
    if (!Array.isArray(value) || !holdsHomeKey(value)) return value
    const nullable = getNullableType(type)
    const itemType = isListType(nullable) ? nullable.ofType : type
    const items = value.map(item => asSlot(this.#settle(item, place, itemType)))
    return Promise.all(items).then(settled => (isNonNullType(itemType) ? leaveOutUnknown(settled, value) : settled))
  }

  #loadHome({ key }: HomeKey, place: Place): Promise<unknown> {
    const home = this.#homeOf(place) as BoundPlan
    return this.#loader(place, home, {})
      .load([key])
      .then(slot =>
        readAnswer(slot, getNamedType(place.field.type), { ...this.#reading(place, home.source), hasHome: false }),
      )
  }

  #loader(place: Place, bound: BoundPlan, args: Args): Loader {
    const mutationField = this.#plan.operation.operation === 'mutation' ? place.rootId : ''
    const argsText = bound === place.field.bound ? this.#argsText(place) : ''
    const identity = `${mutationField} ${bound.coordinate} ${argsText}`
    return this.#loaders.get(identity, () => this.#specify(place, bound, args, argsText))
  }

  /** The projection is the union over all places that may use the loader, whatever `@skip` and `@include` say. */
  #specify(place: Place, bound: BoundPlan, args: Args, argsText: string): LoaderSpec {
    const places = (this.#plan.loads.get(bound.coordinate) ?? [place]).filter(
      each => bound !== each.field.bound || this.#argsText(each) === argsText,
    )
    const { binding, source, maxBatch } = bound
    return { source, plan: { binding, args, selection: projectionOf(places, source) }, maxBatch }
  }

  /** The place's coerced arguments as one canonical text; empty text where they can't be coerced. */
  #argsText(place: Place): string {
    const known = this.#canonicalArgs.get(place)
    if (known !== undefined) return known
    const text = canonicalValue(place.constantArgs ?? this.#coerceArgs(place))
    this.#canonicalArgs.set(place, text)
    return text
  }

  #coerceArgs({ definition, nodes: [node] }: Place): Args | null {
    try {
      return node ? getArgumentValues(definition, node, this.#variables) : null
    } catch {
      // The executor reports it where the field stands; here it only means that no loader is shared.
      return null
    }
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
