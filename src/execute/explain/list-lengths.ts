import { type GraphQLObjectType, getNullableType, isListType } from 'graphql'
import type { FieldPlace } from '../../plan/operation/operation-plan.ts'
import type { Shape } from '../../plan/operation/shape.ts'
import { givenLengths } from '../../plan/operation-cost.ts'
import type { KeyPart, SchemaPlan } from '../../plan/schema-plan.ts'
import type { Args } from '../place-loaders.ts'
import { Amount } from './amount.ts'
import { coordinateOf } from './place-names.ts'
import type { LengthSaidBy, ListLength } from './query-plan.ts'

/** What is said of a list's length. */
interface Said {
  readonly most: number
  readonly by: LengthSaidBy
  readonly held: boolean
}

/** What an object says of the lists of its fields. */
export interface Sized {
  readonly fields: readonly string[]
  readonly said: Said
}

/** A place whose list is to be told, and what is known of it. */
interface ListPlace {
  readonly place: FieldPlace
  /** The names of fields that lead to it. */
  readonly name: string
  /** Undefined where they are not known. */
  readonly args: Args | undefined
  /** What the object that it is a field of says. */
  readonly sized: Sized | undefined
  /** What is seen to, and by whom. */
  readonly held: number | undefined
  readonly heldBy: LengthSaidBy
}

/** The fields of a connection that are lists. */
const PAGE_FIELDS = ['edges', 'nodes']

/** How long the lists of an operation are, each by its name. */
export class ListLengths {
  readonly #costs: SchemaPlan['costs']
  readonly #assumed: ReadonlyMap<string, number>
  readonly #known = new Map<string, ListLength>()
  readonly #used = new Set<string>()

  /** `assumed` are lengths by names of lists, or by the coordinates of their fields. */
  constructor(costs: SchemaPlan['costs'], assumed: ReadonlyMap<string, number>) {
    this.#costs = costs
    this.#assumed = assumed
  }

  /** How many values a place has of each parent, and what is known of the lists below it. */
  of(list: ListPlace): { readonly length: Amount; readonly below: Sized | undefined } {
    const { place, name, sized, held, heldBy } = list
    const { shape, definition } = place
    const own = this.#costs.lists.get(coordinateOf(place))
    const seenTo: Said | undefined = held === undefined ? undefined : { most: held, by: heldBy, held: true }
    const bySchema = own && this.#saidBySchema(list)
    if (shape.kind !== 'list') {
      const said = shortest(seenTo, bySchema)
      const fields = own && own.sizedFields.length > 0 ? own.sizedFields : PAGE_FIELDS
      return { length: Amount.of(1), below: said && { fields, said } }
    }
    const byParent = sized?.fields.includes(definition.name) ? sized.said : undefined
    const innermost = this.#named(place, name, shortest(seenTo, bySchema, byParent))
    return { length: this.#ofOuter(place, shape.item, name).times(innermost), below: undefined }
  }

  /** A list of keys that a parent has where one key may stand. */
  ofKeys(name: string, coordinate: string): Amount {
    return this.#name(name, coordinate, undefined)
  }

  list(): readonly ListLength[] {
    return [...this.#known.values()]
  }

  /** What is assumed of lists that are not there. */
  unused(): readonly string[] {
    return [...this.#assumed.keys()].filter(name => !this.#used.has(name))
  }

  #ofOuter(place: FieldPlace, item: Shape, name: string): Amount {
    if (item.kind !== 'list') return Amount.of(1)
    return this.#ofOuter(place, item.item, `${name}[]`).times(this.#named(place, `${name}[]`, undefined))
  }

  #named(place: FieldPlace, name: string, said: Said | undefined): Amount {
    return this.#name(name, coordinateOf(place), said)
  }

  #name(name: string, coordinate: string, said: Said | undefined): Amount {
    const found = [name, coordinate].find(each => this.#assumed.has(each))
    if (found !== undefined) this.#used.add(found)
    const assumed = found === undefined ? undefined : this.#assumed.get(found)
    const length = assumed === undefined ? said : withAssumed(said, assumed)
    this.#known.set(name, {
      name,
      coordinate,
      most: length?.most ?? null,
      ...(length && { by: length.by }),
      held: length?.held ?? false,
    })
    return Amount.named(name, length?.most)
  }

  #saidBySchema({ place, args }: ListPlace): Said | undefined {
    const list = this.#costs.lists.get(coordinateOf(place))
    if (!list) return undefined
    const { slicingArguments, assumedSize, isPromised } = list
    const given = givenLengths(list, args)
    if (given.length > 0)
      return { most: Math.max(0, ...given), by: 'argument', held: isPromised && place.shape.kind === 'list' }
    const mayBeGiven = !args && slicingArguments.length > 0
    if (assumedSize === undefined || mayBeGiven) return undefined
    return { most: assumedSize, by: 'listSize', held: false }
  }
}

/** What is held can't be longer, whatever is assumed. */
function withAssumed(said: Said | undefined, most: number): Said {
  return said?.held && said.most <= most ? said : { most, by: 'assumption', held: false }
}

/** The shortest that is held; of what nothing holds, what the schema says. */
function shortest(...all: readonly (Said | undefined)[]): Said | undefined {
  const said = all.filter(each => each !== undefined)
  const [held] = said.filter(each => each.held).sort((a, b) => a.most - b.most)
  const told = said.find(each => !each.held)
  return held && told ? (told.most < held.most ? told : held) : (held ?? told)
}

/** Whether a parent may have a list of keys: as its type says, and of what the type does not have, as the name says. */
export function mayBeList(parent: GraphQLObjectType, { name, field = '' }: KeyPart): boolean {
  const type = parent.getFields()[field]?.type
  return type === undefined ? /s$/i.test(name) : isListType(getNullableType(type))
}
