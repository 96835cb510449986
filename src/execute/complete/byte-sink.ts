import { transcode } from 'node:buffer'
import { answerTooLarge } from '../../result/field-error.ts'
import { isWide } from './wide-text.ts'

/** Pending text from which on it is encoded: long enough for few calls, short enough to stay in the processor's cache. */
const FLUSH_LENGTH = 4_096

/** UTF-16 code units of wide text that are encoded in one go. */
const WIDE_PIECE = 16_384
const units = Buffer.alloc(WIDE_PIECE * 2)

/** Most bytes that are reserved because they are expected. */
const MOST_EXPECTED = 2 ** 20

const NOTHING = Buffer.alloc(0)

/** Collects text as UTF-8 bytes. What was written last can be taken back. */
export class ByteSink {
  /** Text that is not encoded yet; append to it. Together with `size` it marks a position to go back to. */
  text = ''
  /** Bytes that are encoded. */
  size = 0
  #buffer = NOTHING
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
    const { text } = this
    // Each code unit is a byte at least: of what is far too long, nothing is encoded.
    if (this.size + text.length > this.#limit) throw answerTooLarge(this.#limit)
    if (isWide(text)) this.#addWide(text)
    else {
      // A character of Latin-1 is at most two bytes, and mostly one: near the end of the buffer it is worth counting.
      const most = text.length * 2
      this.#reserve(this.size + most <= this.#buffer.length ? most : Buffer.byteLength(text))
      this.size += this.#buffer.write(text, this.size)
    }
    this.text = ''
    if (this.size > this.#limit) throw answerTooLarge(this.#limit)
  }

  /** Adds text with characters beyond Latin-1, which V8 counts and writes as UTF-8 at a third of the speed. */
  #addWide(text: string): void {
    for (let at = 0; at < text.length; ) {
      // A pair of surrogates stays together; none is alone, as JSON escapes it.
      const isPair = (text.codePointAt(at + WIDE_PIECE - 1) ?? 0) > 0xffff
      const piece = text.slice(at, at + WIDE_PIECE - (isPair ? 1 : 0))
      const bytes = transcode(units.subarray(0, units.write(piece, 'utf16le')), 'utf16le', 'utf8')
      this.#reserve(bytes.length)
      this.#buffer.set(bytes, this.size)
      this.size += bytes.length
      at += piece.length
    }
  }

  #check(answer: Buffer): Buffer {
    if (answer.length > this.#limit) throw answerTooLarge(this.#limit)
    return answer
  }

  /** Makes room for bytes. */
  #reserve(bytes: number): void {
    const needed = this.size + bytes
    if (needed <= this.#buffer.length) return
    const larger = Buffer.allocUnsafe(Math.max(needed, this.#buffer.length * 2, this.#expected))
    this.#buffer.copy(larger, 0, 0, this.size)
    this.#buffer = larger
  }
}
