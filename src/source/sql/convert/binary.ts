import { uuidBytes } from './uuid.ts'

/**
 * Takes Base64 text, which is also how a binary column is answered (RFC 4648, section 4, padded), and a UUID as its 16 bytes:
 * its hyphens are no Base64.
 */
export function convertBinary(value: unknown): Uint8Array | undefined {
  if (value instanceof Uint8Array) return value
  if (typeof value !== 'string') return undefined
  const bytes = Buffer.from(value, 'base64')
  return bytes.toString('base64') === value ? bytes : uuidBytes(value)
}
