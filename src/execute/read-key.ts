import { readPath } from '../plan/path.ts'
import type { BoundPlan } from '../plan/schema-plan.ts'
import { missingValue } from '../result/field-error.ts'
import type { Key } from '../source/source-plan.ts'

/** A parent's Key for a binding; undefined where a value is null and no call is to be made. Throws SourceError. */
export function readKey(bound: BoundPlan, parent: unknown, source: string): Key | undefined {
  const key: unknown[] = []
  for (const { paths, declared, required, name } of bound.key) {
    const value = readPath(parent, paths.get(source) ?? [])
    if (value instanceof Error) throw value
    if (value === undefined && !declared) throw missingValue(name, source)
    if (required && (value === undefined || value === null)) return undefined
    key.push(value)
  }
  return key
}
