import { isAscii } from 'node:buffer'

const decoder = new TextDecoder('utf-8', { fatal: true })

/** The text of bytes in UTF-8, without a byte order mark. Throws TypeError for bytes that are none. */
export function decodeUtf8(bytes: Uint8Array): string {
  // Most are ASCII, which needs no decoding.
  return isAscii(bytes) ? asBuffer(bytes).toString('latin1') : decoder.decode(bytes)
}

function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}
