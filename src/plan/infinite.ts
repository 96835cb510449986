import { isObject } from './is-object.ts'

/** Whether a value is a number that no double comes near, as `1e400` is: JSON has no text for what it is read as. */
export function isInfinite(value: unknown): boolean {
  return typeof value === 'number' && !Number.isFinite(value)
}

/** Whether the value, or anything in it, is such a number. */
export function holdsInfinite(value: unknown): boolean {
  if (Array.isArray(value)) return value.some(holdsInfinite)
  if (!isObject(value)) return isInfinite(value)
  for (const name of Object.keys(value)) if (holdsInfinite(value[name])) return true
  return false
}
