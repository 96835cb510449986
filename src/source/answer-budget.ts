import { getHeapStatistics } from 'node:v8'
import { SourceError } from './source-error.ts'

/** The part of the heap that answers of sources may take together. */
const HEAP_PART = 0.5

/** The part of a room up to which it does not matter to look closely at how much is taken. */
const EASY_PART = 0.25

/** The memory that requests under way take for what sources answer. Each may have as much as it leaves to the others: so there is always some left. */
export class AnswerRoom {
  readonly #limit: number
  /** That is taken by all requests under way. */
  bytes = 0

  constructor(limit: number) {
    this.#limit = limit
  }

  /** The most that a request has which is alone. */
  get largest(): number {
    return this.#limit / 2
  }

  /** Whether a request that takes so many more, and then has `own`, leaves less than that to the others. */
  isOverdrawn(more: number, own: number): boolean {
    return own > this.#limit - this.bytes - more
  }

  /** Whether there is so much left that it is no matter whether these are all needed. */
  isEasy(more: number): boolean {
    return this.bytes + more <= this.#limit * EASY_PART
  }
}

/** What shares the heap of this process shares its room. */
export const HEAP_ROOM = new AnswerRoom(getHeapStatistics().heap_size_limit * HEAP_PART)

/** How many bytes of sources' answers one client request may read, and what they and their values take in memory until it is answered. */
export class AnswerBudget {
  readonly #most: number
  readonly #room: AnswerRoom
  #bytes = 0
  #held = 0
  #hasEnded = false
  #refusal: SourceError | undefined

  /** `room` is what it shares with other requests. */
  constructor(most: number, room = new AnswerRoom(Number.POSITIVE_INFINITY)) {
    this.#most = most
    this.#room = room
  }

  /** Counts bytes that have come; the error of those that are too many, which are not counted, and not to be kept. */
  take(bytes: number): SourceError | undefined {
    if (this.#hasEnded || bytes === 0) return undefined
    if (this.#bytes + bytes > this.#most) {
      this.#refusal ??= new SourceError(
        `The operation reads more than ${this.#most} bytes of what its sources answer.`,
        { code: 'OPERATION_LIMIT_EXCEEDED' },
      )
      return this.#refusal
    }
    const refusal = this.hold(bytes)
    if (!refusal) this.#bytes += bytes
    return refusal
  }

  /** What was taken is forgotten. */
  giveBack(bytes: number): void {
    if (this.#hasEnded) return
    this.#bytes -= bytes
    this.#held -= bytes
    this.#room.bytes -= bytes
  }

  /** Counts memory that values are about to take; the error where there is too little, and then they are not to be made. */
  hold(bytes: number): SourceError | undefined {
    if (this.#hasEnded) return undefined
    const held = this.#held + bytes
    if (this.#room.isOverdrawn(bytes, held)) return held > this.#room.largest ? tooMuch() : tooMuchForNow()
    this.#held = held
    this.#room.bytes += bytes
    return undefined
  }

  /** Counts as much as values may take at most, where that fits easily; whether it does. */
  holdEasily(most: number): boolean {
    if (!this.#room.isEasy(most)) return false
    return this.hold(most) === undefined
  }

  /** The request is answered, and holds nothing any more. */
  end(): void {
    this.giveBack(this.#held)
    this.#hasEnded = true
  }
}

function tooMuch(): SourceError {
  return new SourceError('What the sources of the operation answer takes more memory than one operation may have.', {
    code: 'OPERATION_LIMIT_EXCEEDED',
  })
}

function tooMuchForNow(): SourceError {
  return new SourceError('What sources answer takes as much memory as it may, and much of it for this request.', {
    code: 'REQUEST_CONCURRENCY_LIMITED',
  })
}
