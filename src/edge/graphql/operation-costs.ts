import type { RequestCost } from '../../observe/request-facts.ts'
import { actualCost } from '../../plan/operation/actual-cost.ts'
import type { Selection } from '../../plan/operation/operation-plan.ts'
import type { SchemaPlan } from '../../plan/schema-plan.ts'
import { jsonSteps } from '../../source/json-steps.ts'
import { atOnce, inSlices } from '../../source/slices.ts'
import { decodeUtf8 } from '../../source/utf8.ts'

/** Characters of an answer from which on it is counted in slices of the event loop. */
const LONG_ANSWER = 65_536

/** Counts what one operation costs. */
export class OperationCosts {
  readonly #schemaPlan: SchemaPlan
  #estimated = 0
  #root: Selection | undefined

  constructor(schemaPlan: SchemaPlan) {
    this.#schemaPlan = schemaPlan
  }

  onEstimated(cost: number, root: Selection): void {
    this.#estimated = cost
    this.#root = root
  }

  /** `answer` is `{"data":…}`. */
  async of(answer: Uint8Array): Promise<RequestCost> {
    return { estimated: this.#estimated, actual: await this.#actual(decodeUtf8(answer)) }
  }

  async #actual(text: string): Promise<number> {
    const isLong = text.length >= LONG_ANSWER
    const { data } = (isLong ? await inSlices(jsonSteps(text)) : JSON.parse(text)) as {
      readonly data: Readonly<Record<string, unknown>> | null
    }
    if (!data || !this.#root) return 0
    const steps = actualCost(this.#root, data, this.#schemaPlan)
    // Nothing stops it.
    return isLong ? ((await inSlices(steps)) as number) : atOnce(steps)
  }
}
