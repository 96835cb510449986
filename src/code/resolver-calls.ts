import type { Shape } from '../plan/operation/shape.ts'
import { ownCopy } from '../plan/own-copy.ts'
import type { ResolverContext } from '../plan/resolver/resolver-context.ts'
import type { ResolverInfo } from '../plan/resolver/resolver-map.ts'
import type { ResolverPlan } from '../plan/resolver/resolver-plan.ts'
import { asResolverError } from '../result/shown-error.ts'
import type { CallContext } from '../source/call-context.ts'
import { ownTurn, SLICE } from '../source/slices.ts'
import { type Soon, whenHere } from '../source/soon.ts'
import { isTracing } from '../source/tracing-headers.ts'
import { tellHeld } from './held.ts'
import { isThenable, ownValue, settle } from './own-values.ts'
import { outOfTime, startRequestTime } from './request-time.ts'
import { createResolverContext, type ResolverSurroundings } from './resolver-context.ts'

/** What a field asks of its resolver. */
export interface ResolverCall {
  readonly resolver: ResolverPlan
  readonly args: Readonly<Record<string, unknown>>
  readonly info: ResolverInfo
  readonly shape: Shape
}

/** One value for each parent, in their order; the error of one in its place. */
type Values = Soon<readonly unknown[]>

/** As the error of what is late calls it. */
const WHAT = 'The resolver'

/** What one request asks of resolvers. */
export class ResolverCalls {
  readonly #call: CallContext
  readonly #surroundings: ResolverSurroundings
  readonly #contexts = new Map<ResolverPlan, ResolverContext>()

  constructor(call: CallContext, surroundings: ResolverSurroundings) {
    this.#call = call
    this.#surroundings = surroundings
  }

  /** Calls a resolver for all parents of a level: for each, or for all at once. Never throws nor rejects. */
  call(asked: ResolverCall, parents: readonly unknown[]): Values {
    if (parents.length === 0) return []
    const { resolver } = asked
    // Nobody knows how long it holds what it does not say it is made of; what is made of one request's own name holds for that.
    if (!resolver.reads || resolver.reads.headers.some(isTracing)) this.#call.onAnswer(undefined)
    // Those without variables are kept with the operation, for all who send it.
    const call = { ...asked, args: ownCopy(asked.args) as ResolverCall['args'] }
    return resolver.run.kind === 'batch' ? this.#callBatch(call, parents) : this.#callEach(call, parents, [])
  }

  #contextOf(resolver: ResolverPlan): ResolverContext {
    const known = this.#contexts.get(resolver)
    if (known) return known
    const context = createResolverContext(this.#call, resolver, this.#surroundings)
    this.#contexts.set(resolver, context)
    return context
  }

  /** A long list in slices of the event loop. */
  #callEach(call: ResolverCall, parents: readonly unknown[], values: unknown[]): Values {
    const { resolver, args, info, shape } = call
    const { run } = resolver
    if (run.kind !== 'each') return values
    const context = this.#contextOf(resolver)
    let start = performance.now()
    const end = start + SLICE
    // Nobody waits for the rest of what came too late.
    if (values.length > 0 && (start > this.#call.deadline || this.#call.signal.aborted)) {
      const late = outOfTime(WHAT)
      return this.#settled([...values, ...parents.slice(values.length).map(() => late)])
    }
    for (let at = values.length; at < parents.length; at++) {
      values.push(attempt(() => run.call(parents[at], args, context, info), shape))
      const now = performance.now()
      this.#tellHeld(resolver, now - start)
      start = now
      if (now > end && at + 1 < parents.length) return ownTurn().then(() => this.#callEach(call, parents, values))
    }
    return this.#settled(values)
  }

  #tellHeld({ coordinate }: ResolverPlan, milliseconds: number): void {
    tellHeld(this.#surroundings.onHeld, coordinate, milliseconds)
  }

  #callBatch({ resolver, args, info, shape }: ResolverCall, parents: readonly unknown[]): Values {
    const { run } = resolver
    if (run.kind !== 'batch') return []
    const start = performance.now()
    const list = { kind: 'list', nonNull: false, item: shape } as const
    const answered = attempt(() => run.call(parents, args, this.#contextOf(resolver), info), list)
    this.#tellHeld(resolver, performance.now() - start)
    const values = this.#settled([answered])
    return whenHere(values, ([list]) => eachOf(list, parents.length, resolver))
  }

  /** What does not come within the request's time is late. */
  #settled(values: unknown[]): Values {
    const pending = values.flatMap((value, at) => (isThenable(value) ? [at] : []))
    if (pending.length === 0) return values
    return new Promise(resolve => {
      const limit = startRequestTime(this.#call, WHAT)
      const open = new Set(pending)
      const end = () => {
        limit[Symbol.dispose]()
        resolve(values)
      }
      const onOver = () => {
        for (const at of open) values[at] = limit.signal.reason
        open.clear()
        end()
      }
      if (limit.signal.aborted) return onOver()
      limit.signal.addEventListener('abort', onOver)
      for (const at of pending)
        (values[at] as Promise<unknown>).then(value => {
          if (!open.delete(at)) return
          values[at] = value
          if (open.size === 0) end()
        })
    })
  }
}

/** What a resolver returns, or the error of what it throws; a promise of the same. */
function attempt(run: () => unknown, shape: Shape): unknown {
  try {
    const value = run()
    return isThenable(value) ? settle(value, shape) : ownValue(value, shape)
  } catch (error) {
    return asResolverError(error)
  }
}

function eachOf(list: unknown, count: number, { coordinate }: ResolverPlan): readonly unknown[] {
  if (Array.isArray(list) && list.length === count) return list
  const found = Array.isArray(list) ? `${list.length} values` : 'no list'
  const fault =
    list instanceof Error
      ? list
      : new Error(`the batch resolver of ${coordinate} answered ${found} for ${count} parents`)
  return Array.from({ length: count }, () => asResolverError(fault))
}
