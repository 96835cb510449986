import type { FieldNode } from 'graphql'
import type { Loader } from '../load/loader.ts'
import type { LoaderSpec, Loaders } from '../load/loaders.ts'
import { canonicalValue } from '../plan/canonical.ts'
import type { Variables } from '../plan/operation/conditions.ts'
import type { FieldPlace } from '../plan/operation/operation-plan.ts'
import type { OperationPlans } from '../plan/operation/operation-plans.ts'
import type { Site } from '../plan/operation/projections.ts'
import type { ResolverInfo } from '../plan/resolver/resolver-map.ts'
import type { BoundPlan } from '../plan/schema-plan.ts'
import { deniedInput } from '../plan/user/denied-input.ts'
import { deniedField } from '../result/field-error.ts'
import type { SourcePlan } from '../source/source-plan.ts'
import { coerceArguments } from './coerce-arguments.ts'
import type { ExecutionObserver } from './execution-observer.ts'
import { resolverInfo } from './resolver-info.ts'

type HasArgs = Pick<FieldPlace, 'argsPlan' | 'constantArgs' | 'definition' | 'field' | 'nodes'>

export type Args = Readonly<Record<string, unknown>>

/** The arguments of a field node on one type, or why there are none. */
interface CoercedArgs {
  readonly definition: HasArgs['definition']
  readonly args: Args | undefined
  readonly error: unknown
  /** Canonical, once it is asked for. */
  text: string | undefined
}

/** By arguments without variables, which a plan keeps. */
const constantTexts = new WeakMap<Args, string>()

function constantText(args: Args): string {
  const known = constantTexts.get(args)
  if (known !== undefined) return known
  const text = canonicalValue(args)
  constantTexts.set(args, text)
  return text
}

/** Which loader a place asks: one per binding or home, canonical arguments and mutation root field. */
export class PlaceLoaders {
  readonly #plans: OperationPlans
  readonly #loaders: Loaders
  #variables: Variables
  readonly #observer: ExecutionObserver | undefined
  /** By their nodes: a fragment may be spread very often. */
  readonly #coerced = new Map<FieldNode, CoercedArgs[]>()
  /** The canonical texts of variables that are lists or objects, once one is asked for. */
  #variableTexts: ReadonlyMap<object, { text?: string }> | undefined

  constructor(plans: OperationPlans, loaders: Loaders, variables: Variables, observer?: ExecutionObserver) {
    this.#observer = observer
    this.#plans = plans
    this.#loaders = loaders
    this.#variables = variables
  }

  /**
   * The place's coerced arguments, as sources know them. Throws GraphQLError where the variables don't fit, SourceError for an id of a wrong type
   * and for what the user may not.
   */
  argsOf(place: HasArgs): Args {
    const { args, error } = place.constantArgs ? { args: place.constantArgs } : this.#coercedOf(place)
    if (!args) throw error
    this.refuseDenied(place, args)
    return args
  }

  /** The same; undefined where there are none, which is told where the field is resolved. */
  argsIfAny(place: HasArgs): Args | undefined {
    try {
      return this.argsOf(place)
    } catch {
      return undefined
    }
  }

  /** Gives variables of the operation another value: places that read them have other arguments from then on. */
  redefine(variables: Variables): void {
    const { sources, coerced } = this.#variables
    this.#variables = {
      sources: Object.assign(Object.create(null), sources, variables.sources),
      coerced: Object.assign(Object.create(null), coerced, variables.coerced),
    }
    this.#coerced.clear()
    this.#variableTexts = undefined
  }

  /** Throws SourceError for arguments that filter or order by what the user may not see. */
  refuseDenied({ definition }: Pick<HasArgs, 'definition'>, args: Args): void {
    const { denied } = this.#plans.schemaPlan
    const denial = denied && deniedInput(definition.args, args, denied)
    if (denial) throw deniedField(denial)
  }

  /** The loader of the field's own binding. */
  ofBinding(place: FieldPlace, bound: BoundPlan, args: Args): Loader {
    const loader = this.#loader(place, bound, this.#argsText(place, bound), () => this.#specOf(place, bound, args))
    this.#observer?.onAsk(place, loader.plan)
    return loader
  }

  /** What the place's resolver is told of its field. */
  infoOf(place: FieldPlace): ResolverInfo {
    return resolverInfo(place, this.#plans, this.#variables)
  }

  /** What a transaction does for the field, which its loader would ask otherwise. */
  stepOf(place: FieldPlace, bound: BoundPlan, args: Args): SourcePlan {
    const { plan } = this.#specOf(place, bound, args)
    this.#observer?.onAsk(place, plan)
    return plan
  }

  #specOf(place: FieldPlace, bound: BoundPlan, args: Args): LoaderSpec {
    const argsText = this.#argsText(place, bound)
    return this.#specify(bound, args, each => this.#argsText(each, bound) === argsText)
  }

  /** The loader of the home of the field's type, or of the type whose fields these places are. */
  ofHome(place: FieldPlace, home: BoundPlan, places: readonly FieldPlace[] = [place]): Loader {
    const loader = this.#loader(place, home, '', () => this.#specify(home, {}, () => true))
    if (this.#observer) for (const each of places) this.#observer.onAsk(each, loader.plan)
    return loader
  }

  /** Does steps in one transaction of a source. */
  transaction(...call: Parameters<Loaders['transaction']>): ReturnType<Loaders['transaction']> {
    return this.#loaders.transaction(...call)
  }

  /** The slot of a key that is not asked for. */
  emptySlot(...slot: Parameters<Loaders['emptySlot']>): ReturnType<Loaders['emptySlot']> {
    return this.#loaders.emptySlot(...slot)
  }

  #loader(place: FieldPlace, bound: BoundPlan, argsText: string, specify: () => LoaderSpec): Loader {
    const mutationField = this.#plans.operation.operation === 'mutation' ? place.rootId : ''
    return this.#loaders.get(`${mutationField} ${bound.coordinate} ${argsText}`, specify)
  }

  /** The projection is the union over all that may use the loader, whatever `@skip` and `@include` say. */
  #specify(
    { coordinate, binding, source, maxBatch }: BoundPlan,
    args: Args,
    shares: (site: Site) => boolean,
  ): LoaderSpec {
    const { projections } = this.#plans
    const projection = projections.of(projections.sites(coordinate).filter(shares), source)
    return { source, plan: { binding, args, projection }, maxBatch }
  }

  /** The place's arguments as one canonical text; empty where no other place asks the binding. */
  #argsText(place: HasArgs, { coordinate }: BoundPlan): string {
    if (this.#plans.projections.sites(coordinate).length === 1) return ''
    if (place.constantArgs) return constantText(place.constantArgs)
    const coerced = this.#coercedOf(place)
    // Arguments that can't be coerced are an error where their own place is; here they only share no loader.
    coerced.text ??= canonicalValue(coerced.args ?? null, value => this.#variableText(value))
    return coerced.text
  }

  #coercedOf(place: HasArgs): CoercedArgs {
    const {
      definition,
      nodes: [node],
    } = place
    if (!node) return { definition, args: {}, error: undefined, text: undefined }
    const known = this.#coerced.get(node) ?? []
    const found = known.find(each => each.definition === definition)
    if (found) return found
    const coerced = this.#coerce(place)
    if (known.push(coerced) === 1) this.#coerced.set(node, known)
    return coerced
  }

  #coerce(place: HasArgs): CoercedArgs {
    const { definition } = place
    try {
      return { definition, args: coerceArguments(place, this.#variables), error: undefined, text: undefined }
    } catch (error) {
      return { definition, args: undefined, error, text: undefined }
    }
  }

  /** The text of a variable's value is made once, however many arguments hold it. */
  #variableText(value: object): string | undefined {
    this.#variableTexts ??= new Map(
      Object.values(this.#variables.coerced)
        .filter(each => typeof each === 'object' && each !== null)
        .map(each => [each as object, {}]),
    )
    const known = this.#variableTexts.get(value)
    if (known) known.text ??= canonicalValue(value)
    return known?.text
  }
}
