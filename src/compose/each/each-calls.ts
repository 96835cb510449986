import {
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLObjectType,
  getNamedType,
  getNullableType,
  isAbstractType,
  isCompositeType,
  isListType,
  isObjectType,
  isRequiredArgument,
  isScalarType,
} from 'graphql'
import { keyHome } from '../../plan/key-home.ts'
import { mayHoldKeys } from '../../plan/operation/may-hold-keys.ts'
import { RESOLVERS } from '../../plan/resolver/resolver-plan.ts'
import type { BoundPlan, FieldPlan, SchemaPlan } from '../../plan/schema-plan.ts'
import { isKnownScalar } from '../../schema/scalar/scalars.ts'
import { leadsToKeys } from './leads-to-keys.ts'

/** A field that is asked for, and the fields above it. */
export interface Way {
  readonly above: Way | undefined
  readonly type: GraphQLObjectType
  readonly field: GraphQLField<unknown, unknown>
  /** Whether there may be several objects of the type. */
  readonly isOfMany: boolean
  /** The source that answers them. */
  readonly source: string
}

/** A binding or home that is called once for each of several objects. */
export interface EachCall {
  readonly bound: BoundPlan
  /** The shortest way to the field whose calls these are. */
  readonly way: Way
  /** Of what a call is made for each. */
  readonly each: GraphQLObjectType
  /** The fields that are there without such a call. */
  readonly without: ReadonlySet<string>
}

/** Every binding and home of a schema that is called once for each of several objects, those that are reached first before the others. */
export function eachCalls(plan: SchemaPlan): readonly EachCall[] {
  return new FieldWalk(plan).run()
}

/** A field that leads further, as it is from every object of its type. */
interface Leading {
  readonly field: GraphQLField<unknown, unknown>
  readonly plan: FieldPlan
  readonly inner: GraphQLNamedType
  readonly isList: boolean
  /** Whether everybody may ask for it, and should. */
  readonly isShown: boolean
}

/** Goes through a schema's fields breadth first. What one would rather not show comes last: what is deprecated, or not for everybody. */
class FieldWalk {
  readonly #plan: SchemaPlan
  readonly #reached = new Map<GraphQLObjectType, Set<string>>()
  readonly #found = new Map<BoundPlan, EachCall>()
  readonly #leading = new Map<GraphQLObjectType, readonly Leading[]>()
  #next: [Way, Leading][] = []
  #later: [Way, Leading][] = []

  constructor(plan: SchemaPlan) {
    this.#plan = plan
  }

  run(): readonly EachCall[] {
    const { schema } = this.#plan
    for (const root of [schema.getQueryType(), schema.getMutationType()]) {
      if (root) this.#reach(root, undefined, false, '')
      while (this.#next.length + this.#later.length > 0) {
        const ways = this.#next.length > 0 ? this.#next : this.#later
        if (ways === this.#next) this.#next = []
        else this.#later = []
        for (const [way, leading] of ways) this.#take(way, leading)
      }
    }
    return [...this.#found.values()]
  }

  #reach(type: GraphQLObjectType, above: Way | undefined, isOfMany: boolean, source: string): void {
    const known = this.#reached.get(type) ?? new Set()
    this.#reached.set(type, known)
    const id = `${isOfMany} ${source}`
    if (known.has(id)) return
    known.add(id)
    for (const leading of this.#leadingOf(type)) {
      const way = { above, type, field: leading.field, isOfMany, source }
      if (leading.isShown) this.#next.push([way, leading])
      else this.#later.push([way, leading])
    }
  }

  /** Those that need no arguments first. */
  #leadingOf(type: GraphQLObjectType): readonly Leading[] {
    const known = this.#leading.get(type)
    if (known) return known
    const { types, guards } = this.#plan
    const plans = types.get(type.name)?.fields
    const leading = Object.values(type.getFields()).flatMap(field => {
      const plan = plans?.get(field.name)
      const inner = getNamedType(field.type)
      // Objects that a client names by their ids are as many as it wants.
      const isNamed = plan?.findsBy || (plan?.keyed && isListType(getNullableType(field.type)))
      if (!plan || isNamed || !(plan.bound || isCompositeType(inner))) return []
      const isOpen = field.deprecationReason == null && !guards.has(plan.coordinate) && !guards.has(inner.name)
      const isShown = isOpen && !field.args.some(needsOwnScalar)
      return { field, plan, inner, isList: isListType(getNullableType(field.type)), isShown }
    })
    const needs = ({ field }: Leading) => field.args.filter(isRequiredArgument).length
    const sorted = leading.sort((a, b) => needs(a) - needs(b))
    this.#leading.set(type, sorted)
    return sorted
  }

  #take(way: Way, leading: Leading): void {
    const { plan, isList } = leading
    const { bound, keyed, resolver, provides } = plan
    const areMany = way.isOfMany || isList
    if (keyed) this.#goOn(way, leading, areMany, keyed.home.source)
    else if (bound) {
      if (way.isOfMany && bound.key.length > 0) this.#add(bound, way, way.type, NOTHING)
      this.#goOn(way, leading, areMany, bound.source)
    } else if (resolver) this.#goOn(way, leading, areMany, RESOLVERS)
    else this.#takePlain(way, leading, areMany)
    if (areMany && provides) this.#addRest(way, leading, provides)
  }

  #takePlain(way: Way, leading: Leading, areMany: boolean): void {
    const { plan, inner } = leading
    const home = isObjectType(inner) && mayHoldKeys(plan, this.#plan) ? keyHome(this.#plan, inner.name) : undefined
    const isKey = home && leadsToKeys(plan, way.type, way.source, this.#plan)
    if (isKey && areMany) this.#add(home, way, inner as GraphQLObjectType, namesOf(home))
    this.#goOn(way, leading, areMany, isKey ? home.source : way.source)
  }

  /** What an answer does not carry of its objects is read from their home. */
  #addRest(way: Way, { inner }: Leading, provides: ReadonlySet<string>): void {
    const home = isObjectType(inner) ? this.#plan.types.get(inner.name)?.home : undefined
    if (home) this.#add(home, way, inner as GraphQLObjectType, new Set([...provides, ...namesOf(home)]))
  }

  #add(bound: BoundPlan, way: Way, each: GraphQLObjectType, without: ReadonlySet<string>): void {
    if (bound.callsPerKey === undefined || this.#found.has(bound)) return
    const { weights } = this.#plan.costs
    const names = [bound.coordinate, `${way.type.name}.${way.field.name}`, getNamedType(way.field.type).name]
    // Who says what it costs knows that it does.
    if (!names.some(name => weights.has(name))) this.#found.set(bound, { bound, way, each, without })
  }

  #goOn(way: Way, { inner }: Leading, areMany: boolean, source: string): void {
    const types = isAbstractType(inner) ? this.#plan.schema.getPossibleTypes(inner) : [inner]
    for (const type of types) if (isObjectType(type)) this.#reach(type, way, areMany, source)
  }
}

/** Nobody but its author knows what values a scalar of one's own takes. */
function needsOwnScalar(arg: GraphQLArgument): boolean {
  const inner = getNamedType(arg.type)
  return isRequiredArgument(arg) && isScalarType(inner) && !isKnownScalar(inner.name)
}

const NOTHING: ReadonlySet<string> = new Set()

function namesOf({ key }: BoundPlan): ReadonlySet<string> {
  return new Set(key.map(({ name, field }) => field ?? name))
}
