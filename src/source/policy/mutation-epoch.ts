import type { Source } from '../source.ts'

/** Counts where mutations begin and end: what is read in one epoch has seen all mutations that ended before it. */
export interface MutationEpoch {
  readonly value: number
  /** The source, with an epoch more before and after all that it does for a mutation. */
  watch(source: Source): Source
}

/** An epoch for all sources of a gateway: one of them may read what another one has changed. */
export function createMutationEpoch(): MutationEpoch {
  let value = 0

  const separate = async <T>(work: () => Promise<T>): Promise<T> => {
    value++
    try {
      return await work()
    } finally {
      value++
    }
  }

  return {
    get value() {
      return value
    },
    watch(source) {
      const transact = source.transaction?.bind(source)
      const catalog = source.catalog?.bind(source)
      const state = source.state?.bind(source)
      return {
        load: (plan, keys, call) =>
          call.primary ? separate(() => source.load(plan, keys, call)) : source.load(plan, keys, call),
        ...(transact && { transaction: (steps, call) => separate(() => transact(steps, call)) }),
        ...(catalog && { catalog }),
        ...(state && { state }),
        describe: (plan, facts) => source.describe(plan, facts),
        [Symbol.asyncDispose]: () => source[Symbol.asyncDispose](),
      }
    },
  }
}
