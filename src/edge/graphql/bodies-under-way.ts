/** What has come of a request's body. */
interface BodyUnderWay {
  bytes: number
  /** What is done when it has to make room. */
  readonly onDropped: () => void
}

/**
 * The request bodies that are on their way, all within one limit of bytes. The one that has been so for the longest makes room for the
 * others: a client that is honest sends its body in a moment.
 */
export class BodiesUnderWay {
  readonly #limit: number
  /** In the order of their beginning. */
  readonly #bodies = new Set<BodyUnderWay>()
  #bytes = 0

  constructor(limit: number) {
    this.#limit = limit
  }

  begin(onDropped: () => void): BodyUnderWay {
    const body = { bytes: 0, onDropped }
    this.#bodies.add(body)
    return body
  }

  /** Adds what has come of a body. */
  grow(body: BodyUnderWay, bytes: number): void {
    body.bytes += bytes
    this.#bytes += bytes
    for (const oldest of this.#bodies) {
      if (this.#bytes <= this.#limit) return
      this.end(oldest)
      oldest.onDropped()
    }
  }

  /** Once it is whole, or will never be; again does nothing. */
  end(body: BodyUnderWay): void {
    if (this.#bodies.delete(body)) this.#bytes -= body.bytes
  }
}
