import { isDeepStrictEqual } from 'node:util'
import type { CallContext } from '../call-context.ts'
import { CancelSource } from '../cancel.ts'
import type { Catalog } from '../catalog.ts'
import { databaseError } from '../database-error.ts'
import type { Slot, Source, TransactionStep } from '../source.ts'
import { SourceError } from '../source-error.ts'
import type { SourcePlan } from '../source-plan.ts'
import { raceSignal, startTimeLimit } from '../time-limit.ts'
import { undone } from '../undone.ts'

/** The catalogue is read once in this time at most, in milliseconds: of an unreachable database in the background too. */
const READ_INTERVAL = 2_000

export interface CatalogOptions<M extends Mismatch> {
  readonly name: string
  /** The longest that a call waits for the catalogue, in milliseconds. */
  readonly timeout: number
  /** Checks the schema against the catalogue; answers what is wrong. */
  readonly check: (catalog: Catalog) => readonly M[]
  readonly onBound: (mismatches: readonly M[]) => void
  /** Told once, not at every attempt. */
  readonly onUnbound: (error: unknown) => void
}

/** What a schema asks of an upstream that it does not have. */
interface Mismatch {
  /** Schema coordinate of a field or type; a binding with it is not served. */
  readonly coordinate: string
  readonly message: string
  /** Only an error keeps a binding from being served. */
  readonly severity: 'error' | 'warning'
}

/** A source with a catalogue: unbound until that has been read, then serving all that the check found right. */
export interface CataloguedSource<M extends Mismatch> extends Source {
  /** Reads the catalogue and checks the schema against it. Rejects where the upstream can't be reached. */
  bind(): Promise<readonly M[]>
  /** `ok`, or why the source does not serve all. */
  status(): string
  /** What the last try to reach the upstream ended with, while none has reached it. */
  unboundBy(): unknown
}

/** An upstream that is down costs its own fields only, and is bound again once it is back: by the next call, or in the background. */
export function withCatalog<M extends Mismatch>(
  source: Source,
  { name, timeout, check, onBound, onUnbound }: CatalogOptions<M>,
): CataloguedSource<M> {
  const closing = new CancelSource()
  let mismatches: readonly M[] | undefined
  /** Those of them that keep a binding from being served. */
  let errors: readonly M[] | undefined
  let attempt: Promise<readonly M[]> | undefined
  let timer: NodeJS.Timeout | undefined
  let toldUnbound = false
  let lastError: unknown
  let lastRead = Number.NEGATIVE_INFINITY

  const readCatalog = async () => {
    lastRead = performance.now()
    const catalog = await source.catalog?.(closing)
    const found = catalog ? check(catalog) : []
    const isNews = !mismatches || !isDeepStrictEqual(found, mismatches)
    mismatches = found
    errors = found.filter(({ severity }) => severity === 'error')
    if (isNews) onBound(found)
    return found
  }

  const scheduleRetry = () => {
    if (closing.aborted || timer) return
    timer = setTimeout(() => {
      timer = undefined
      bind().catch(() => undefined)
    }, READ_INTERVAL).unref()
  }

  const bind = () => {
    attempt ??= readCatalog()
      .catch(error => {
        if (!closing.aborted && !toldUnbound) onUnbound(error)
        toldUnbound = true
        lastError = error
        scheduleRetry()
        throw error
      })
      .finally(() => {
        attempt = undefined
      })
    return attempt
  }

  const bindFor = async (call: CallContext) => {
    using limit = startTimeLimit(name, timeout, call, closing)
    return await raceSignal(bind(), limit.signal)
  }

  const mismatchOf = ({ binding }: SourcePlan) => {
    const at = (binding as { readonly coordinate: string }).coordinate
    return errors?.find(({ coordinate }) => coordinate === at)
  }

  /** Where the database may be another one than when its catalogue was read last. */
  const bindAgain = async (call: CallContext) => {
    if (performance.now() - lastRead >= READ_INTERVAL) await bindFor(call)
  }

  /** The error of every slot of a call that can't be made. */
  const refusalOf = (plan: SourcePlan, call: CallContext) =>
    mismatches && !mismatchOf(plan) ? undefined : refusalNow(plan, call)

  const refusalNow = async (plan: SourcePlan, call: CallContext) => {
    try {
      if (!mismatches) await bindFor(call)
      // Somebody may have added what was missing.
      else if (mismatchOf(plan)) await bindAgain(call)
      const mismatch = mismatchOf(plan)
      return mismatch && databaseError('db_mismatch', name, new Error(mismatch.message))
    } catch (error) {
      return error instanceof SourceError ? error : databaseError('db_lost', name, error)
    }
  }

  /** Somebody may have removed what the statement names: then the check says what, from the next call on. */
  const watch = (slots: readonly Slot[], call: CallContext): readonly Slot[] => {
    if (slots.some(slot => slot instanceof SourceError && slot.outdated)) bindAgain(call).catch(() => undefined)
    return slots
  }

  const transact = source.transaction?.bind(source)
  const state = source.state?.bind(source)

  return {
    bind,
    status: () =>
      errors?.map(({ coordinate, message }) => `${coordinate}: ${message}`).join(' ') ||
      (mismatches ? 'ok' : 'unbound'),
    unboundBy: () => (mismatches ? undefined : lastError),
    load(plan, keys, call) {
      const loadNow = () => source.load(plan, keys, call).then(slots => watch(slots, call))
      const refused = refusalOf(plan, call)
      return refused ? refused.then(refusal => (refusal ? keys.map(() => refusal) : loadNow())) : loadNow()
    },
    ...(transact && {
      async transaction(steps: readonly TransactionStep[], call: CallContext) {
        const refusals = await Promise.all(steps.map(({ plan }) => refusalOf(plan, call)))
        return refusals.some(refusal => refusal) ? undone(name, refusals) : watch(await transact(steps, call), call)
      },
    }),
    describe: (plan, facts) => source.describe(plan, facts),
    ...(state && { state }),
    async [Symbol.asyncDispose]() {
      closing.abort()
      clearTimeout(timer)
      await source[Symbol.asyncDispose]()
    },
  }
}
