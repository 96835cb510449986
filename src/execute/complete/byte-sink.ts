import { answerTooLarge } from '../../result/field-error.ts'

/** Pending text from which on it is encoded: long enough for few calls, short enough to stay in the processor's cache. */
const FLUSH_LENGTH = 4_096

/** Most bytes that are reserved because they are expected. */
const MOST_EXPECTED = 2 ** 20

/** Collects text as UTF-8 bytes. What was written last can be taken back. */
export class ByteSink {
  /** Text that is not encoded yet; append to it. Together with `size` it marks a position to go back to. */
  text = ''
  /** Bytes that are encoded. */
  size = 0
  #buffer: Buffer = Buffer.alloc(0)
  readonly #expected: number
  readonly #limit: number

  /** `expected` is how many bytes there will be, as far as anybody can tell; `limit` the most that there may be. */
  constructor(expected: number, limit: number) {
    this.#expected = Math.min(expected, MOST_EXPECTED)
    this.#limit = limit
  }

  /** How much there is, in bytes and code units that are not encoded yet. */
  get length(): number {
    return this.size + this.text.length
  }

  /** Takes back all that was written since the size and text were these. */
  rewind(size: number, text: string): void {
    this.size = size
    this.text = text
  }

  /** Encodes the text once it is long; call it between rows. Throws a SourceError where there is too much of it. */
  flushIfLong(): void {
    if (this.text.length > FLUSH_LENGTH) this.#flush()
  }

  /** What was written since the size and text were these. */
  textSince(size: number, text: string): string {
    if (size === this.size) return this.text.slice(text.length)
    this.#flush()
    return this.#buffer.toString('utf8', size, this.size).slice(text.length)
  }

  /** All that was written. Throws a SourceError where that is too much. */
  finish(): Uint8Array {
    if (this.size === 0) return this.#check(Buffer.from(this.text))
    this.#flush()
    return this.#buffer.subarray(0, this.size)
  }

  #flush(): void {
    // Each code unit is a byte at least: of what is far too long, nothing is encoded.
    if (this.size + this.text.length > this.#limit) throw answerTooLarge(this.#limit)
    this.#reserve()
    this.size += this.#buffer.write(this.text, this.size)
    this.text = ''
    if (this.size > this.#limit) throw answerTooLarge(this.#limit)
  }

  #check(answer: Buffer): Buffer {
    if (answer.length > this.#limit) throw answerTooLarge(this.#limit)
    return answer
  }

  /** Makes room for the text. */
  #reserve(): void {
    // A UTF-16 code unit is at most three bytes, and mostly one: near the end of the buffer it is worth counting.
    if (this.size + this.text.length * 3 <= this.#buffer.length) return
    const needed = this.size + Buffer.byteLength(this.text)
    if (needed <= this.#buffer.length) return
    const larger = Buffer.allocUnsafe(Math.max(needed, this.#buffer.length * 2, this.#expected))
    this.#buffer.copy(larger, 0, 0, this.size)
    this.#buffer = larger
  }
}
