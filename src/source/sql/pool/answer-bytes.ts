import type { Duplex } from 'node:stream'

/** What a session's statement fails with in place of a driver's error: its answer is too large, and the session is broken. */
export class AnswerTooLarge extends Error {
  override readonly name = 'AnswerTooLarge'
  readonly maxBytes: number

  constructor(maxBytes: number) {
    super(`the answer has more than ${maxBytes} bytes`)
    this.maxBytes = maxBytes
  }
}

/**
 * Counts what a session receives for a statement, before the driver reads it: a value of any length is refused when its first
 * bytes are too many.
 */
export class AnswerBytes {
  #most = Number.POSITIVE_INFINITY
  #left = Number.POSITIVE_INFINITY
  #refuse: (error: AnswerTooLarge) => void = () => undefined

  constructor(stream: Duplex) {
    stream.prependListener('data', (chunk: Buffer) => {
      this.#left -= chunk.length
      if (this.#left >= 0) return
      this.stop()
      this.#refuse(new AnswerTooLarge(this.#most))
    })
  }

  /** A statement begins; `refuse` is told once of an answer with more bytes. */
  start(maxBytes: number | undefined, refuse: (error: AnswerTooLarge) => void): void {
    if (maxBytes === undefined) return
    this.#most = maxBytes
    this.#left = maxBytes
    this.#refuse = refuse
  }

  /** All has been answered: how many bytes, where a limit was said. */
  stop(): number {
    const bytes = this.#left === Number.POSITIVE_INFINITY ? 0 : this.#most - this.#left
    this.#left = Number.POSITIVE_INFINITY
    return bytes
  }
}
