import { LongFraction } from './long-fraction.ts'

/**
 * One text per value: equal for objects whose fields are equal in any order. Types are kept apart. `known` may have the text of
 * an object or list.
 */
export function canonicalValue(value: unknown, known?: KnownText): string {
  return canonical(value, canonicalScalar, known)
}

type KnownText = (value: object) => string | undefined

function canonicalScalar(scalar: unknown): string {
  if (typeof scalar === 'string') return stringText(scalar)
  if (typeof scalar === 'bigint') return `${scalar}n`
  if (typeof scalar === 'number') return Object.is(scalar, -0) ? '-0' : String(scalar)
  return scalar === undefined ? 'absent' : String(scalar)
}

/** A string behind its length: nothing in it needs an escape, and looks like what stands behind it. */
function stringText(text: string): string {
  return `${text.length}"${text}`
}

/** Tells keys apart; a number for most integers, which is found faster than a text. */
export type KeyId = string | number

/** The id of a key. Scalars are compared after `String()`: `1`, `"1"` and `1n` are one key. */
export function canonicalKey(key: readonly unknown[]): KeyId {
  const [only] = key
  if (key.length === 1 && typeof only !== 'object' && only !== undefined) return canonicalScalarKey(only)
  return canonical(key, scalar => (scalar === undefined ? 'absent' : stringText(String(scalar))))
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

function canonical(value: unknown, scalarText: (scalar: unknown) => string, known?: KnownText): string {
  if (value === null) return 'null'
  if (typeof value !== 'object') return scalarText(value)
  if (value instanceof LongFraction) return `${value.text}f`
  const text = known?.(value)
  if (text !== undefined) return text
  if (Array.isArray(value)) {
    let items = '['
    for (const item of value) items += `${canonical(item, scalarText, known)},`
    return `${items}]`
  }
  const names = Object.keys(value)
  if (names.length > 1) names.sort()
  let fields = '{'
  for (const name of names) {
    const field = (value as Readonly<Record<string, unknown>>)[name]
    fields += `${stringText(name)}:${canonical(field, scalarText, known)},`
  }
  return `${fields}}`
}
