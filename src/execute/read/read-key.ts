import type { BoundPlan } from '../../plan/schema-plan.ts'
import { limitExceeded, missingValue } from '../../result/field-error.ts'
import type { Key } from '../../source/source-plan.ts'
import { readField } from './read-field.ts'

/** Values of a list that a field is asked with. */
const MOST_IN_KEY = 10_000
const TOO_MANY_IN_KEY = `A list of more than ${MOST_IN_KEY} values is not asked with.`

/**
 * A parent's Key for a binding; undefined where a value is null and no call is to be made. `provides` are the fields that
 * the parent's answer carries, if not all. Throws SourceError.
 */
export function readKey(
  bound: BoundPlan,
  parent: unknown,
  source: string,
  provides?: ReadonlySet<string>,
): Key | undefined {
  const { length } = bound.key
  // One that grows would take the room of 17 values.
  const key: unknown[] = new Array(length)
  for (let at = 0; at < length; at++) {
    const { paths, declared, required, name, field } = bound.key[at] as BoundPlan['key'][number]
    const value = readField(parent, paths, source)
    refuseManyKeys(value)
    const failed = Array.isArray(value) ? value.find(item => item instanceof Error) : value
    if (failed instanceof Error) throw failed
    const isLeftOut = field !== undefined && provides?.has(field) === false
    if (value === undefined && (!declared || isLeftOut)) throw missingValue(name, source)
    if (required && (value === undefined || value === null)) return undefined
    key[at] = value
  }
  return key
}

/** Throws SourceError for a list of more values than may be asked with. */
export function refuseManyKeys(value: unknown): void {
  if (Array.isArray(value) && value.length > MOST_IN_KEY) throw limitExceeded(TOO_MANY_IN_KEY)
}
