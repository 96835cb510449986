import { refuseValue, textCoercion } from './scalar-coercion.ts'

/** `Base64`, bytes as text (RFC 4648, section 4, padded). */
export const BASE64 = textCoercion(readBase64, readBase64, { numbers: false })

/** Only the one text that stands for its bytes is taken: no line breaks, and no bits behind the last byte. */
function readBase64(value: unknown): string {
  const isBase64 = typeof value === 'string' && Buffer.from(value, 'base64').toString('base64') === value
  return isBase64 ? value : refuseValue('Base64, such as "aGVsbG8="')
}
