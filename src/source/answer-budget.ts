import { SourceError } from './source-error.ts'

/** The bytes that requests under way have read of sources' answers. Where there are too many, those are refused that have most of them. */
export class AnswerRoom {
  readonly #limit: number
  /** Of all requests under way. */
  bytes = 0
  /** How many requests have read some. */
  requests = 0

  constructor(limit: number) {
    this.#limit = limit
  }

  /** Whether so many more are too many, and a request that then has `own` of them has more than its part. */
  isOverdrawn(more: number, own: number): boolean {
    return this.bytes + more > this.#limit && own * this.requests > this.#limit
  }
}

/** How many bytes of sources' answers one client request may read: what is made of them takes memory until it is answered. */
export class AnswerBudget {
  readonly #most: number
  readonly #room: AnswerRoom
  #bytes = 0
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
    const own = this.#bytes + bytes
    if (own > this.#most) {
      this.#refusal ??= new SourceError(
        `The operation reads more than ${this.#most} bytes of what its sources answer.`,
        { code: 'OPERATION_LIMIT_EXCEEDED' },
      )
      return this.#refusal
    }
    if (this.#room.isOverdrawn(bytes, own))
      return new SourceError('The gateway has as much to read as it can, and most of it for this request.', {
        code: 'REQUEST_CONCURRENCY_LIMITED',
      })
    if (this.#bytes === 0) this.#room.requests += 1
    this.#room.bytes += bytes
    this.#bytes = own
    return undefined
  }

  /** What was taken is forgotten. */
  giveBack(bytes: number): void {
    if (this.#hasEnded || bytes === 0) return
    this.#bytes -= bytes
    this.#room.bytes -= bytes
    if (this.#bytes === 0) this.#room.requests -= 1
  }

  /** The request is answered, and holds nothing any more. */
  end(): void {
    this.giveBack(this.#bytes)
    this.#hasEnded = true
  }
}
