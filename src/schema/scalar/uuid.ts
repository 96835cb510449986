import { refuseValue, textCoercion } from './scalar-coercion.ts'

const UUID = /^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/i
/** Base64 of 16 bytes, as a BINARY(16) is answered. */
const BYTES = /^[A-Za-z\d+/]{21}[AQgw]==$/

/** `UUID` (RFC 9562), in upper or lower case as it was given; 16 bytes in Base64 are answered as the UUID that they are. */
export const UUID_SCALAR = textCoercion(readUUID, value => readUUID(fromBytes(value)), { numbers: false })

function readUUID(value: unknown): string {
  return typeof value === 'string' && UUID.test(value) ? value : refuseValue('a UUID')
}

function fromBytes(value: unknown): unknown {
  if (typeof value !== 'string' || !BYTES.test(value)) return value
  const digits = Buffer.from(value, 'base64').toString('hex')
  return digits.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')
}
