import type { ServerResponse } from 'node:http'
import { type Link, LinkedList } from '../../source/linked-list.ts'

/** Bytes below which an answer is not worth counting: the limit of connections bounds those. */
const SHORT_BYTES = 65_536

interface AnswerUnderWay {
  readonly response: ServerResponse
  readonly buffer: ArrayBufferLike
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
    if (byteLength < SHORT_BYTES || response.destroyed) return
    const answer: AnswerUnderWay = { response, buffer, link: undefined }
    answer.link = this.#waiting.push(answer)
    const sharers = this.#sharers.get(buffer) ?? 0
    this.#sharers.set(buffer, sharers + 1)
    if (sharers === 0) this.#bytes += buffer.byteLength
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
    const { buffer } = answer
    const others = (this.#sharers.get(buffer) ?? 0) - 1
    if (others > 0) return void this.#sharers.set(buffer, others)
    this.#sharers.delete(buffer)
    this.#bytes -= buffer.byteLength
  }
}
