import type { ServerResponse } from 'node:http'

/** Bytes below which an answer is not worth counting: the limit of connections bounds those. */
const SHORT_BYTES = 65_536

/**
 * The answers that clients have not wholly taken, all within one limit of bytes. The one that has waited for the longest makes room for
 * the others: a client that is there takes its answer as it comes.
 */
export class AnswersUnderWay {
  readonly #limit: number
  readonly #onDropped: () => void
  /** In the order of their sending. */
  readonly #waiting = new Map<ServerResponse, ArrayBufferLike>()
  /** How many wait for the same bytes. */
  readonly #sharers = new Map<ArrayBufferLike, number>()
  #bytes = 0

  /** `onDropped` is told of each that made room, and whose connection is ended. */
  constructor(limit: number, onDropped: () => void) {
    this.#limit = limit
    this.#onDropped = onDropped
  }

  /** An answer that has been given to Node. */
  add(response: ServerResponse, { buffer, byteLength }: Uint8Array): void {
    if (byteLength < SHORT_BYTES || response.destroyed) return
    this.#waiting.set(response, buffer)
    const sharers = this.#sharers.get(buffer) ?? 0
    this.#sharers.set(buffer, sharers + 1)
    if (sharers === 0) this.#bytes += buffer.byteLength
    response.once('close', () => this.#end(response))
    for (const longest of this.#waiting.keys()) {
      if (this.#bytes <= this.#limit) return
      this.#end(longest)
      this.#onDropped()
      longest.destroy()
    }
  }

  #end(response: ServerResponse): void {
    const buffer = this.#waiting.get(response)
    if (!buffer) return
    this.#waiting.delete(response)
    const others = (this.#sharers.get(buffer) ?? 0) - 1
    if (others > 0) return void this.#sharers.set(buffer, others)
    this.#sharers.delete(buffer)
    this.#bytes -= buffer.byteLength
  }
}
