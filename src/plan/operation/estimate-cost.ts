import { givenLengths, type ListSize } from '../operation-cost.ts'
import type { SchemaPlan } from '../schema-plan.ts'
import { CostWeights } from './cost-weights.ts'
import type { FieldPlace, Place, Selection } from './operation-plan.ts'
import { innermost, type Shape } from './shape.ts'

/** How long a list is taken for of which nothing is known. */
const UNKNOWN_SIZE = 10

type ArgsOf = (place: FieldPlace) => Readonly<Record<string, unknown>>

/** How long lists of the fields of one object are, by the fields' names. */
interface Sized {
  readonly fields: readonly string[]
  readonly size: number
}

/** A field that needs exactly one of the arguments that say how long its list is, and has none or several. */
export class SizeUnsaid extends Error {
  override readonly name = 'SizeUnsaid'
}

/**
 * What an operation may cost, before it runs (after the IBM GraphQL Cost Directive Specification): each object 1 and each leaf 0, or its `@cost`,
 * times the longest that the lists around it may be. Of several possible types the dearest counts. Throws SizeUnsaid, and what `argsOf` throws.
 */
export function estimateCost(root: Selection, schemaPlan: SchemaPlan, argsOf: ArgsOf): number {
  return new Estimate(schemaPlan, argsOf).of(root, undefined)
}

class Estimate {
  readonly #schemaPlan: SchemaPlan
  readonly #argsOf: ArgsOf
  readonly #weights: CostWeights
  readonly #known = new Map<Selection, Map<string, number>>()

  constructor(schemaPlan: SchemaPlan, argsOf: ArgsOf) {
    this.#schemaPlan = schemaPlan
    this.#argsOf = argsOf
    this.#weights = new CostWeights(schemaPlan)
  }

  /** Of all that is asked of one object; the same selection is planned once, however many places lead to it. */
  of(selection: Selection, sized: Sized | undefined): number {
    const id = sized ? `${sized.size} ${sized.fields.join()}` : ''
    const known = this.#known.get(selection) ?? new Map<string, number>()
    this.#known.set(selection, known)
    const found = known.get(id)
    if (found !== undefined) return found
    // Within itself it counts for nothing; no operation is.
    known.set(id, 0)
    const cost = selection.places.reduce((sum, place) => sum + this.#ofPlace(place, sized), 0)
    known.set(id, cost)
    return cost
  }

  #ofPlace(place: Place, sized: Sized | undefined): number {
    if (place.kind === 'typename' || place.kind === 'denied') return 0
    const [size, below] = this.#sizeOf(place, sized)
    return size * (this.#weights.of(place) + this.#below(place, below))
  }

  #below(place: FieldPlace, sized: Sized | undefined): number {
    const inner = innermost(place.shape)
    if (inner.kind === 'leaf') return 0
    return Math.max(0, ...this.#weights.typesOf(inner).map(type => this.of(place.selection(type), sized)))
  }

  /** How many values the place has, and how long the lists below are that it says something of. */
  #sizeOf(place: FieldPlace, sized: Sized | undefined): [size: number, below: Sized | undefined] {
    const { name } = place.definition
    const list = this.#schemaPlan.costs.lists.get(`${place.parentType.name}.${name}`)
    const said = list && this.#saidSize(place, list)
    if (list && list.sizedFields.length > 0) {
      const below = said === undefined ? undefined : { fields: list.sizedFields, size: said }
      return [valuesOf(place.shape, undefined), below]
    }
    return [valuesOf(place.shape, said ?? (sized?.fields.includes(name) ? sized.size : undefined)), undefined]
  }

  #saidSize(place: FieldPlace, list: ListSize): number | undefined {
    const { slicingArguments: names, requiresOne, assumedSize } = list
    const given = givenLengths(list, names.length > 0 ? this.#argsOf(place) : undefined)
    if (requiresOne && names.length > 0 && given.length !== 1)
      throw new SizeUnsaid(`"${place.responseKey}" needs exactly one of the arguments ${names.join(', ')}.`)
    return given.length > 0 ? Math.max(0, ...given) : assumedSize
  }
}

/** Of lists in lists, the innermost are as long as is said. */
function valuesOf(shape: Shape, size: number | undefined): number {
  if (shape.kind !== 'list') return 1
  return shape.item.kind === 'list' ? UNKNOWN_SIZE * valuesOf(shape.item, size) : (size ?? UNKNOWN_SIZE)
}
