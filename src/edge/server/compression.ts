import { promisify } from 'node:util'
import { brotliCompress, constants, gzip, zstdCompress } from 'node:zlib'
import type { Soon } from '../../source/soon.ts'
import { type ContentCoding, takenCodings } from './content-coding.ts'
import { type HttpAnswer, joinHeaders } from './http-answer.ts'

/** Bytes from which an answer is compressed: below, a packet is not saved. */
const FEWEST_BYTES = 1_024

/** Bytes that are compressed at once. Beyond it answers go out as they are: threads that all compress read no file and find no host. */
const MOST_BYTES = 16_777_216

/** How: at levels beyond these each tenth that is saved costs twice the time. */
const compressors: Readonly<Record<ContentCoding, (bytes: Uint8Array) => Promise<Uint8Array>>> = {
  zstd: bytes => byZstd(bytes, { params: { [constants.ZSTD_c_compressionLevel]: 1 } }),
  br: bytes =>
    byBrotli(bytes, {
      params: { [constants.BROTLI_PARAM_QUALITY]: 3, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.byteLength },
    }),
  gzip: bytes => byGzip(bytes, { level: 3 }),
}
const byZstd = promisify(zstdCompress)
const byBrotli = promisify(brotliCompress)
const byGzip = promisify(gzip)

/** Compresses answers, outside of the event loop. What several requests get is compressed once. */
export class Compression {
  #underWay = 0
  readonly #compressed = new WeakMap<Uint8Array, Map<ContentCoding, Promise<Uint8Array | undefined>>>()

  /** The answer in the coding that the client takes; as it is where that takes none, or where it gets no shorter. */
  apply(answer: HttpAnswer, acceptEncoding: string | undefined): Soon<HttpAnswer> {
    const { body } = answer
    if (!answer.compressible || body.length < FEWEST_BYTES) return answer
    const headers = joinHeaders(answer.headers, { vary: 'accept-encoding' })
    const [coding] = takenCodings(acceptEncoding)
    return coding ? this.#encode({ ...answer, headers }, coding) : { ...answer, headers }
  }

  async #encode(answer: HttpAnswer, coding: ContentCoding): Promise<HttpAnswer> {
    const bytes = typeof answer.body === 'string' ? Buffer.from(answer.body) : answer.body
    const compressed = await this.#bytesIn(coding, bytes)
    if (!compressed || compressed.byteLength >= bytes.byteLength) return answer
    return { ...answer, headers: { ...answer.headers, 'content-encoding': coding }, body: compressed }
  }

  #bytesIn(coding: ContentCoding, bytes: Uint8Array): Promise<Uint8Array | undefined> | undefined {
    const forms = this.#compressed.get(bytes) ?? new Map<ContentCoding, Promise<Uint8Array | undefined>>()
    const known = forms.get(coding)
    if (known) return known
    if (this.#underWay > 0 && this.#underWay + bytes.byteLength > MOST_BYTES) return undefined
    const made = this.#compress(coding, bytes)
    forms.set(coding, made)
    this.#compressed.set(bytes, forms)
    return made
  }

  async #compress(coding: ContentCoding, bytes: Uint8Array): Promise<Uint8Array | undefined> {
    this.#underWay += bytes.byteLength
    try {
      return await compressors[coding](bytes)
    } catch {
      // A machine without memory for it still has the answer.
      return undefined
    } finally {
      this.#underWay -= bytes.byteLength
    }
  }
}
