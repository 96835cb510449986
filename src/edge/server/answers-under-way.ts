import type { ServerResponse } from 'node:http'
import { type Link, LinkedList } from '../../source/linked-list.ts'

/** Bytes below which an answer of HTTP/1.1 is not worth counting: a connection has one of these at once, and connections have a limit. */
const SHORT_BYTES = 65_536

/** What Node needs for a request of HTTP/2 and its answer, in bytes; a connection has a hundred of these at once. */
const STREAM_BYTES = 16_384

interface AnswerUnderWay {
  readonly response: ServerResponse
  readonly buffer: ArrayBufferLike
  /** What it takes beside its buffer. */
  readonly ownBytes: number
  /** Where it stands; undefined once it has ended. */
  link: Link<AnswerUnderWay> | undefined
}

/**
 * The answers that clients have not wholly taken, all within one limit of bytes. The one that has waited for the longest makes room for
 * the others: a client that is there takes its answer as it comes.
 */
export class AnswersUnderWay {
  readonly #limit: number
  readonly #onDropped: () => void
  /** In the order of their sending. */
  readonly #waiting = new LinkedList<AnswerUnderWay>()
  /** How many wait for the same bytes. */
  readonly #sharers = new WeakMap<ArrayBufferLike, number>()
  #bytes = 0

  /** `onDropped` is told of each that made room, and whose connection is ended. */
  constructor(limit: number, onDropped: () => void) {
    this.#limit = limit
    this.#onDropped = onDropped
  }

  /** An answer that has been given to Node. */
  add(response: ServerResponse, { buffer, byteLength }: Uint8Array): void {
    const ownBytes = response.req.httpVersionMajor > 1 ? STREAM_BYTES : 0
    if ((byteLength < SHORT_BYTES && ownBytes === 0) || response.destroyed) return
    const answer: AnswerUnderWay = { response, buffer, ownBytes, link: undefined }
    answer.link = this.#waiting.push(answer)
    const sharers = this.#sharers.get(buffer) ?? 0
    this.#sharers.set(buffer, sharers + 1)
    this.#bytes += ownBytes + (sharers === 0 ? buffer.byteLength : 0)
    response.once('close', () => this.#end(answer))
    while (this.#bytes > this.#limit) {
      const longest = this.#waiting.first
      if (!longest) return
      this.#end(longest)
      this.#onDropped()
      longest.response.destroy()
    }
  }

  #end(answer: AnswerUnderWay): void {
    if (!answer.link) return
    this.#waiting.remove(answer.link)
    answer.link = undefined
    const { buffer, ownBytes } = answer
    this.#bytes -= ownBytes
    const others = (this.#sharers.get(buffer) ?? 0) - 1
    if (others > 0) return void this.#sharers.set(buffer, others)
    this.#sharers.delete(buffer)
    this.#bytes -= buffer.byteLength
  }
}
