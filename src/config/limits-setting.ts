import { isObject } from '../plan/is-object.ts'
import { LIMIT_NAMES, type OperationLimit, type SaidLimits } from '../plan/operation-limits.ts'

const EXAMPLE = 'depth=20,aliases=50:measure,fields=off'

/** What `limits` takes in a program. */
export const LIMITS_TAKES = `an object of limits such as { depth: { most: 20, isMeasured: false } }, of ${LIMIT_NAMES.join(', ')}`
/** The same as a text. */
export const LIMITS_TEXT = `limits such as ${EXAMPLE}, of ${LIMIT_NAMES.join(', ')}`

export function isLimits(value: unknown): value is SaidLimits {
  return (
    isObject(value) &&
    Object.entries(value).every(([name, limit]) => LIMIT_NAMES.some(each => each === name) && isLimit(limit))
  )
}

function isLimit(value: unknown): value is OperationLimit {
  if (!isObject(value) || typeof value.isMeasured !== 'boolean') return false
  const { most } = value
  return most === Number.POSITIVE_INFINITY || (typeof most === 'number' && Number.isSafeInteger(most) && most >= 1)
}

/** Reads `depth=20,aliases=50:measure,fields=off`; undefined for what can't be read. */
export function parseLimits(text: string): unknown {
  const limits: Record<string, OperationLimit> = Object.create(null)
  for (const each of text.split(',')) {
    const [, name = '', most = '', measure] = /^\s*(\w+)=(\d+|off)(:measure)?\s*$/.exec(each) ?? []
    if (name === '' || name in limits) return undefined
    limits[name] = { most: most === 'off' ? Number.POSITIVE_INFINITY : Number(most), isMeasured: measure !== undefined }
  }
  return limits
}
