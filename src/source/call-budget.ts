import { AnswerBudget } from './answer-budget.ts'
import { SourceError } from './source-error.ts'

/** What one client request may ask of sources. Each request has one of its own, which tells its calls from those of others. */
export class CallBudget {
  /** Of what is answered. */
  readonly answers: AnswerBudget
  readonly #most: number
  #made = 0
  #refusal: SourceError | undefined

  /** `most` calls, and all bytes of answers unless said. */
  constructor(most: number, answers = new AnswerBudget(Number.POSITIVE_INFINITY)) {
    this.answers = answers
    this.#most = most
  }

  /** Whether the next call is one too many. */
  get isSpent(): boolean {
    return this.#made >= this.#most
  }

  /** How many calls more may be made. */
  get left(): number {
    return this.#most - this.#made
  }

  /** Counts a call that is about to be made; the error of one too many, which is not to be made. */
  spend(): SourceError | undefined {
    if (!this.isSpent) {
      this.#made++
      return undefined
    }
    return this.refuse()
  }

  /** The error of a call that is not to be made; one for all of them, as there may be thousands. */
  refuse(): SourceError {
    this.#refusal ??= new SourceError(`The operation makes more than ${this.#most} calls.`, {
      code: 'OPERATION_LIMIT_EXCEEDED',
    })
    return this.#refusal
  }
}

/** What the gateway asks for itself is bounded where it is asked. */
export function unlimitedCalls(): CallBudget {
  return new CallBudget(Number.POSITIVE_INFINITY)
}
