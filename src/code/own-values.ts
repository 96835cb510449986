import type { Shape } from '../plan/operation/shape.ts'
import { asResolverError } from '../result/shown-error.ts'

/** What a resolver has returned, as an executor reads it: errors in lists are those of their items, and other iterables are lists. A promise where a list has promises in it. */
export function ownValue(value: unknown, shape: Shape): unknown {
  if (typeof value !== 'object' || value === null) return value
  if (value instanceof Error) return asResolverError(value)
  if (shape.kind !== 'list') return value
  const items = listOf(value)
  if (!items) return value
  const { item } = shape
  let hasPromises = false
  const own = items.map(each => {
    const settled = isThenable(each) ? settle(each, item) : ownValue(each, item)
    hasPromises ||= isThenable(settled)
    return settled
  })
  return hasPromises ? Promise.all(own) : own
}

export function isThenable(value: unknown): value is PromiseLike<unknown> {
  return typeof value === 'object' && value !== null && 'then' in value && typeof value.then === 'function'
}

/** What a promise comes to; never rejects. */
export async function settle(value: PromiseLike<unknown>, shape: Shape): Promise<unknown> {
  try {
    return await ownValue(await value, shape)
  } catch (error) {
    return asResolverError(error)
  }
}

function listOf(value: object): readonly unknown[] | undefined {
  if (Array.isArray(value)) return value
  return Symbol.iterator in value ? [...(value as Iterable<unknown>)] : undefined
}
