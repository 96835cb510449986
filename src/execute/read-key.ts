import { readPath } from '../plan/path.ts'
import type { BoundPlan } from '../plan/schema-plan.ts'
import { isSourceError, missingValue } from '../result/field-error.ts'
import type { Key } from '../source/source-plan.ts'
import type { Answer } from './answer.ts'

/** A parent's Key for a binding; undefined where a value is null and no call is to be made. Throws SourceError. */
export function readKey(bound: BoundPlan, parent: Answer): Key | undefined {
  const key: unknown[] = []
  for (const { paths, declared, required, name } of bound.key) {
    const value = readPath(parent.value, paths.get(parent.source) ?? [])
    if (isSourceError(value)) throw value
    if (value === undefined && !declared) throw missingValue(name, parent.source)
    if (required && (value === undefined || value === null)) return undefined
    key.push(value)
  }
  return key
}
