import { asFieldError } from '../../src/result/field-error.ts'
import type { CallContext } from '../../src/source/call-context.ts'
import type { CallDescription, LoadFacts } from '../../src/source/call-description.ts'
import type { Slot, Source } from '../../src/source/source.ts'
import type { Key, SourcePlan } from '../../src/source/source-plan.ts'

/** One call that a MemorySource was asked for. */
export interface MemoryCall {
  readonly coordinate: string
  readonly plan: SourcePlan
  readonly keys: readonly Key[]
}

export type Answer = (coordinate: string, key: Key, plan: SourcePlan) => Slot

/** A source that answers each key by a function; what that throws is the key's error. Remembers its calls. */
export class MemorySource implements Source {
  readonly calls: MemoryCall[] = []
  readonly #answer: Answer
  readonly #wait: (call: MemoryCall) => Promise<void>

  constructor(answer: Answer, wait: (call: MemoryCall) => Promise<void> = async () => {}) {
    this.#answer = answer
    this.#wait = wait
  }

  async load(plan: SourcePlan, keys: readonly Key[], _call: CallContext): Promise<readonly Slot[]> {
    const { coordinate } = plan.binding as { readonly coordinate: string }
    const call = { coordinate, plan, keys }
    this.calls.push(call)
    await this.#wait(call)
    return keys.map(key => {
      try {
        return this.#answer(coordinate, key, plan)
      } catch (error) {
        return asFieldError(error)
      }
    })
  }

  describe(_plan: SourcePlan, { hasArgs }: LoadFacts): CallDescription {
    const least = hasArgs ? 1 : 0
    return { text: 'memory', keysPerCall: Number.POSITIVE_INFINITY, callsEach: 1, least, maxItems: undefined }
  }

  async [Symbol.asyncDispose](): Promise<void> {}
}
