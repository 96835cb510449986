import type { BoundPlan } from '../../plan/schema-plan.ts'
import { missingValue, wrongShape } from '../../result/field-error.ts'
import type { Key } from '../../source/source-plan.ts'
import { readField } from './read-field.ts'
import { readKey } from './read-key.ts'

/** The key of an object's home in an answer that carries only a part of the object; undefined where it is null. Throws SourceError. */
export function readHomeKey(home: BoundPlan, object: unknown, source: string): Key | undefined {
  const missing = home.key.find(({ paths }) => readField(object, paths, source) === undefined)
  if (missing) throw missingValue(missing.name, source)
  return readKey(home, object, source)
}

/** What a home answered for one key: the object, its error, or null for a key that it does not know. */
export function asHomeRow(slot: unknown, { source }: BoundPlan): object | null {
  if (slot === null || slot === undefined) return null
  return typeof slot === 'object' ? slot : wrongShape('an object', source)
}
