import type { IncomingHttpHeaders } from 'node:http'
import { decompress, decompressStart } from './decompress.ts'
import { UnusableBody } from './unusable-body.ts'

/** An answer whose headers are there. */
export interface BodyOf {
  readonly headers: IncomingHttpHeaders
  /** Left early, its connection is closed. */
  readonly body: AsyncIterable<Uint8Array>
}

/** Bytes of an unneeded body that are kept, and that are read so that its connection can be used again. */
const KEPT_BYTES = 16_384
const DRAINED_BYTES = 65_536

/** The whole body, decompressed, of `limit` bytes at most. Throws UnusableBody, and what the connection breaks with. */
export async function readBytes({ headers, body }: BodyOf, limit: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of body) {
    size += chunk.length
    if (size > limit) throw new UnusableBody('too_large', `more than ${limit} bytes`)
    chunks.push(chunk)
  }
  const [only] = chunks
  const whole = only && chunks.length === 1 ? only : Buffer.concat(chunks)
  return headers['content-encoding'] ? await decompress(whole, headers['content-encoding'], limit) : whole
}

/** The first bytes of a body. How it ends doesn't matter, but it must end: an open one would hold its connection. */
export async function readStart({ headers, body }: BodyOf): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  let size = 0
  try {
    for await (const chunk of body) {
      if (size < KEPT_BYTES) chunks.push(chunk)
      size += chunk.length
      if (size > DRAINED_BYTES) break
    }
  } catch {
    // The status is known; a body that breaks off takes nothing from it.
  }
  const start = Buffer.concat(chunks).subarray(0, KEPT_BYTES)
  return headers['content-encoding'] ? await decompressStart(start, headers['content-encoding'], DRAINED_BYTES) : start
}
