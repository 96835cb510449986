import { isObject } from './is-object.ts'

/** A value of an answer that nobody else has: calls that are the same share what they are answered, in several requests too. */
export function ownCopy(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(ownCopy)
  if (!isObject(value) || !isPlain(value)) return value
  const copy: Record<string, unknown> = {}
  for (const [name, inner] of Object.entries(value)) setOwn(copy, name, ownCopy(inner))
  return copy
}

/** Sets a property that is a name and nothing else, `__proto__` too. */
export function setOwn(object: object, name: string, value: unknown): void {
  if (name === '__proto__')
    Object.defineProperty(object, name, { value, writable: true, enumerable: true, configurable: true })
  else (object as Record<string, unknown>)[name] = value
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === null || prototype === Object.prototype
}
