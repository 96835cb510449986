import { LongFraction } from './long-fraction.ts'

/** One text per value: equal for objects whose fields are equal in any order. Types are kept apart. */
export function canonicalValue(value: unknown): string {
  return canonical(value, scalar => {
    if (typeof scalar === 'bigint') return `${scalar}n`
    // JSON has no text for what is not finite, and none of its own for -0.
    if (typeof scalar === 'number') return Object.is(scalar, -0) ? '-0' : String(scalar)
    return JSON.stringify(scalar) ?? 'absent'
  })
}

/** Tells keys apart; a number for most integers, which is found faster than a text. */
export type KeyId = string | number

/** The id of a key. Scalars are compared after `String()`: `1`, `"1"` and `1n` are one key. */
export function canonicalKey(key: readonly unknown[]): KeyId {
  const [only] = key
  if (key.length === 1 && typeof only !== 'object' && only !== undefined) return canonicalScalarKey(only)
  return canonical(key, scalar => (scalar === undefined ? 'absent' : JSON.stringify(String(scalar))))
}

/** The id of a key of one scalar, which most keys are; no other text begins with "=". */
export function canonicalScalarKey(scalar: unknown): KeyId {
  return integerOf(scalar) ?? `=${scalar}`
}

/** The integer that a scalar is or spells, where a number holds it. */
function integerOf(scalar: unknown): number | undefined {
  if (typeof scalar === 'number') return Number.isSafeInteger(scalar) ? scalar : undefined
  if (typeof scalar !== 'string' && typeof scalar !== 'bigint') return undefined
  const number = Number(scalar)
  return Number.isSafeInteger(number) && String(number) === String(scalar) ? number : undefined
}

function canonical(value: unknown, scalarText: (scalar: unknown) => string): string {
  if (value === null) return 'null'
  if (value instanceof LongFraction) return `${value.text}f`
  if (Array.isArray(value)) return `[${value.map(item => canonical(item, scalarText)).join()}]`
  if (typeof value !== 'object') return scalarText(value)
  const fields = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
  return `{${fields.map(([name, field]) => `${JSON.stringify(name)}:${canonical(field, scalarText)}`).join()}}`
}
