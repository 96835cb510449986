import { promisify } from 'node:util'
import { brotliDecompress, constants, gunzip, inflate, inflateRaw } from 'node:zlib'
import { UnusableBody } from './unusable-body.ts'

interface DecoderOptions {
  readonly maxOutputLength: number
  readonly finishFlush?: number
}
type Decoder = (body: Uint8Array, options: DecoderOptions) => Promise<Uint8Array>

const gzipDecoder: Decoder = promisify(gunzip)
const brotliDecoder: Decoder = promisify(brotliDecompress)
const zlibDecoder: Decoder = promisify(inflate)
const rawDecoder: Decoder = promisify(inflateRaw)

/** Of the `content-encoding`s in RFC 9110, 8.4.1, and brotli's (RFC 7932). */
const DECODERS: ReadonlyMap<string, Decoder> = new Map([
  ['gzip', gzipDecoder],
  ['x-gzip', gzipDecoder],
  // Some servers send the bare data without zlib's header, whose first byte says 8 in its low half.
  ['deflate', (body, options) => (((body[0] ?? 0) & 0x0f) === 8 ? zlibDecoder : rawDecoder)(body, options)],
  ['br', brotliDecoder],
])

/** What a request accepts. */
export const ACCEPTED_ENCODINGS = 'gzip, deflate, br'

/** The body behind its `content-encoding`, of `limit` bytes at most: work stops there. Throws UnusableBody. */
export async function decompress(body: Uint8Array, encoding: string, limit: number): Promise<Uint8Array> {
  const decoder = findDecoder(encoding)
  if (decoder === 'identity' || body.length === 0) return body
  // One encoding over another has no use but a bomb's.
  if (!decoder) throw new UnusableBody('content_type', `content encoding ${encoding}`)
  try {
    return await decoder(body, { maxOutputLength: limit })
  } catch (cause) {
    throw unusable(cause, limit)
  }
}

/** The start of a body of which only the start is there, as far as it can be read. */
export async function decompressStart(body: Uint8Array, encoding: string, limit: number): Promise<Uint8Array> {
  const decoder = findDecoder(encoding)
  if (decoder === 'identity') return body
  const finishFlush = encoding === 'br' ? constants.BROTLI_OPERATION_FLUSH : constants.Z_SYNC_FLUSH
  return (await decoder?.(body, { maxOutputLength: limit, finishFlush }).catch(() => undefined)) ?? new Uint8Array()
}

function findDecoder(encoding: string): Decoder | 'identity' | undefined {
  const name = encoding.trim().toLowerCase()
  return name === '' || name === 'identity' ? 'identity' : DECODERS.get(name)
}

function unusable(cause: unknown, limit: number): UnusableBody {
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined
  if (code === 'ERR_BUFFER_TOO_LARGE')
    return new UnusableBody('too_large', `more than ${limit} bytes decompressed`, cause)
  if (code === 'Z_BUF_ERROR') return new UnusableBody('truncated', 'the compressed body ends too early', cause)
  return new UnusableBody('content_type', 'the body is not compressed as it says', cause)
}
