import { isObject } from '../../plan/is-object.ts'

/** A property of the value itself; whatever is no object has none. */
export function own(value: unknown, name: string): unknown {
  return isObject(value) && Object.hasOwn(value, name) ? value[name] : undefined
}

export function ownText(value: unknown, name: string): string | undefined {
  const text = own(value, name)
  return typeof text === 'string' ? text : undefined
}

export function ownList(value: unknown, name: string): readonly unknown[] {
  const list = own(value, name)
  return Array.isArray(list) ? list : []
}

/** The names of a value's own properties. */
export function ownNames(value: unknown): readonly string[] {
  return isObject(value) ? Object.keys(value) : []
}

export function ownEntries(value: unknown, name: string): [string, unknown][] {
  const object = own(value, name)
  return isObject(object) ? Object.entries(object) : []
}
