import { type Link, LinkedList } from '../../source/linked-list.ts'

/** What has come of a request's body. */
interface BodyUnderWay {
  bytes: number
  /** Where it stands; undefined once it has ended. */
  link: Link<BodyUnderWay> | undefined
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
  readonly #bodies = new LinkedList<BodyUnderWay>()
  #bytes = 0

  constructor(limit: number) {
    this.#limit = limit
  }

  begin(onDropped: () => void): BodyUnderWay {
    const body: BodyUnderWay = { bytes: 0, link: undefined, onDropped }
    body.link = this.#bodies.push(body)
    return body
  }

  /** Adds what has come of a body. */
  grow(body: BodyUnderWay, bytes: number): void {
    body.bytes += bytes
    this.#bytes += bytes
    while (this.#bytes > this.#limit) {
      const oldest = this.#bodies.first
      if (!oldest) return
      this.end(oldest)
      oldest.onDropped()
    }
  }

  /** Once it is whole, or will never be; again does nothing. */
  end(body: BodyUnderWay): void {
    if (!body.link) return
    this.#bodies.remove(body.link)
    body.link = undefined
    this.#bytes -= body.bytes
  }
}
