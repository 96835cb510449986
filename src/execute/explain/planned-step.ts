import type { Loaders } from '../../load/loaders.ts'
import type { BoundPlan } from '../../plan/schema-plan.ts'
import type { CallDescription } from '../../source/call-description.ts'
import type { Key, SourcePlan } from '../../source/source-plan.ts'
import { Amount } from './amount.ts'
import { boundOf, type QueryStep } from './query-plan.ts'

/** One of several types that a single object may be of: what is asked of the others is not asked. */
export interface Choice {
  readonly place: string
  readonly type: string
}

/** Who asks a step for keys. */
export interface Ask {
  /** The same for the same keys. */
  readonly keys: string
  readonly count: Amount
  /** The response positions that are fed. */
  readonly feeds: readonly string[]
  /** Whether objects may stand in the place of the keys, so that who asks does not wait. */
  readonly mayBeObjects: boolean
  /** Whether these are what a binding answers itself. */
  readonly ofBinding?: boolean
  readonly choices: readonly Choice[]
  /** Whether it is a field of the operation's own, which is asked whatever is answered. */
  readonly isOfRoot?: boolean
  /** The keys of such a field, where its arguments say them. */
  readonly given?: readonly Key[]
}

/** What is known of a step once all have asked. */
interface Described {
  readonly call: CallDescription
  readonly keys: Amount
  /** How often it is asked: batches, or one by one. */
  readonly batches: Amount
  readonly calls: Amount
}

/** Most keys that are looked at to tell the fewest calls. */
const MOST_GIVEN = 2_000

/** Most positions that are told of one step. */
const MOST_POSITIONS = 10

/** What one loader is asked for in one turn. */
export class PlannedStep {
  readonly bound: BoundPlan
  readonly after: readonly PlannedStep[]
  readonly #plan: SourcePlan
  readonly #hasArgs: boolean
  readonly #asks: Ask[] = []
  #described: Described | undefined

  constructor(bound: BoundPlan, plan: SourcePlan, after: readonly PlannedStep[], hasArgs: boolean) {
    this.bound = bound
    this.after = after
    this.#plan = plan
    this.#hasArgs = hasArgs
  }

  ask(ask: Ask): void {
    this.#asks.push(ask)
  }

  /** What the choices of all who ask have in common. */
  get choices(): readonly Choice[] {
    const [first = [], ...others] = this.#asks.map(({ choices }) => choices)
    const isCommon = ({ place, type }: Choice, at: number) =>
      others.every(each => each[at]?.place === place && each[at]?.type === type)
    const end = first.findIndex((choice, at) => !isCommon(choice, at))
    return end < 0 ? first : first.slice(0, end)
  }

  get isOfRoot(): boolean {
    return this.#asks.some(({ isOfRoot }) => isOfRoot)
  }

  /** Whether it is asked only where an API answers keys by a binding of which objects are expected. */
  get isOptional(): boolean {
    return this.#asks.every(({ mayBeObjects, ofBinding }) => mayBeObjects && ofBinding)
  }

  /** Whether all who ask go on in one turn: those who have objects already don't wait. */
  goesOnTogether(loaders: Loaders): boolean {
    return this.describe(loaders).batches.value === 1 && !this.#asks.some(({ mayBeObjects }) => mayBeObjects)
  }

  describe(loaders: Loaders): Described {
    this.#described ??= this.#describe(loaders)
    return this.#described
  }

  #describe(loaders: Loaders): Described {
    const { source, maxBatch } = this.bound
    const keys = Amount.sum([...new Map(this.#asks.map(each => [each.keys, each.count])).values()])
    const given = this.#asks.flatMap(each => each.given ?? []).slice(0, MOST_GIVEN)
    const facts = { keys: keys.value, hasArgs: this.#hasArgs, ...(given.length > 0 && { given }) }
    const call = loaders.describe(source, this.#plan, facts)
    const { callsEach } = call
    const each = callsEach === undefined ? Amount.named('unknown', undefined) : Amount.of(callsEach)
    const batches = batchesOf(keys, maxBatch, call.keysPerCall)
    return { call, keys, batches, calls: batches.times(each) }
  }

  /** As it is told; `places` are those of the steps in their list. */
  tell(loaders: Loaders, places: ReadonlyMap<PlannedStep, number>, redact: (text: string) => string): QueryStep {
    const { source, coordinate, key, maxBatch } = this.bound
    const { call, keys, calls } = this.describe(loaders)
    const keysPerCall = Math.min(maxBatch, call.keysPerCall)
    const feeds = new Set(this.#asks.flatMap(each => each.feeds))
    return {
      source,
      coordinate,
      text: redact(call.text),
      feeds: [...feeds].slice(0, MOST_POSITIONS),
      after: this.after.flatMap(step => places.get(step) ?? []),
      ...(key.length > 0 && { by: key.map(({ name }) => name) }),
      keys: boundOf(keys),
      ...(key.length > 0 && Number.isFinite(keysPerCall) && { keysPerCall }),
      ...(call.callsEach !== 1 && { callsEach: call.callsEach ?? null }),
      calls: boundOf(calls),
      ...(this.isOptional && { optional: true as const }),
    }
  }
}

/** Chunks of a loader, which the source may divide once more. */
function batchesOf(keys: Amount, maxBatch: number, keysPerCall: number): Amount {
  if (keysPerCall >= maxBatch) return keys.dividedBy(maxBatch)
  const isOneChunk = keys.value !== undefined && keys.value <= maxBatch
  if (isOneChunk || !Number.isFinite(maxBatch) || maxBatch % keysPerCall === 0) return keys.dividedBy(keysPerCall)
  return keys.dividedBy(maxBatch).times(Amount.of(Math.ceil(maxBatch / keysPerCall)))
}
