import { literalValue } from '../literal-value.ts'
import { refuseValue, type ScalarCoercion } from './scalar-coercion.ts'

/** `JSON`, any JSON value (RFC 8259). Integers of any size keep their digits, in both directions. */
export const JSON_SCALAR: ScalarCoercion = {
  input: refuseInfinite,
  literal: node => refuseInfinite(literalValue(node)),
  output: writeValue,
}

/** A value can be nested deeper than the stack lets it be walked through; JSON.parse reads it all the same. */
function writeValue(value: unknown): unknown {
  try {
    return holds(value, needsText) ? writable(refuseInfinite(value)) : value
  } catch (error) {
    if (error instanceof RangeError) refuseValue('JSON that is not nested so deeply')
    throw error
  }
}

/** The value with every `bigint` as a raw JSON number, which `JSON.stringify` writes as its digits. */
function writable(value: unknown): unknown {
  if (typeof value === 'bigint') return JSON.rawJSON(String(value))
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map(writable)
  const object: Record<string, unknown> = Object.create(null)
  for (const [name, inner] of Object.entries(value)) object[name] = writable(inner)
  return object
}

/** `1e400` is JSON, and read as infinite; written it would be null. */
function refuseInfinite(value: unknown): unknown {
  return holds(value, isInfinite) ? refuseValue('JSON with numbers that a double comes near') : value
}

/** Whether a scalar anywhere in the value is such. */
function holds(value: unknown, isSuch: (scalar: unknown) => boolean): boolean {
  if (typeof value !== 'object' || value === null) return isSuch(value)
  // A copy of what is in it, as Object.values makes, would cost more than all the rest.
  if (Array.isArray(value)) return value.some(inner => holds(inner, isSuch))
  for (const name of Object.keys(value)) if (holds((value as Record<string, unknown>)[name], isSuch)) return true
  return false
}

function needsText(scalar: unknown): boolean {
  return typeof scalar === 'bigint' || isInfinite(scalar)
}

function isInfinite(scalar: unknown): boolean {
  return typeof scalar === 'number' && !Number.isFinite(scalar)
}
