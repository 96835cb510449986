import type { AnswerError } from './invariants.ts'
import type { Operation } from './operations.ts'

/** What the client was told of a mutation. */
type Outcome = 'done' | 'not done' | 'unknown'

/** All mutations of a round by their tokens, to be held against what the upstreams have counted. */
export class Ledger {
  readonly #outcomes = new Map<string, Outcome>()

  /** Reads what an answer says; without an answer nothing is known. */
  enter(
    { type, selections }: Operation,
    answer?: { readonly data?: unknown; readonly errors?: readonly AnswerError[] },
  ): void {
    if (type === 'Query') return
    const data = answer?.data as Readonly<Record<string, unknown>> | null | undefined
    for (const { key, args } of selections) {
      const error = answer?.errors?.find(({ path }) => path?.length === 1 && path[0] === key)
      const outcome = data?.[key] ? 'done' : error?.extensions?.retryable ? 'not done' : 'unknown'
      this.#outcomes.set(String(args.token), outcome)
    }
  }

  get size(): number {
    return this.#outcomes.size
  }

  findWrongs(applied: ReadonlyMap<string, number>): string[] {
    const wrongs: string[] = []
    for (const [token, outcome] of this.#outcomes) {
      const times = applied.get(token) ?? 0
      if (times > 1) wrongs.push(`the mutation ${token} was applied ${times} times`)
      if (outcome === 'done' && times === 0) wrongs.push(`the mutation ${token} was answered and not applied`)
      if (outcome === 'not done' && times > 0) wrongs.push(`the mutation ${token} may be sent again, but was applied`)
    }
    return wrongs
  }
}
