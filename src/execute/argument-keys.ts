import { evaluateTemplate } from '../plan/evaluate.ts'
import { NOBODY } from '../plan/nobody.ts'
import type { KeyedPlan } from '../plan/schema-plan.ts'
import { TemplateValueError } from '../plan/template-value-error.ts'
import { badInput } from '../result/field-error.ts'
import type { Key } from '../source/source-plan.ts'
import { caught } from './caught.ts'
import { DistinctKeys } from './distinct-keys.ts'
import type { Args } from './place-loaders.ts'
import { refuseManyKeys } from './read/read-key.ts'

/** The key that the arguments of a keyed field are, or a list of them; null for none. Throws SourceError. */
export function readArgumentKeys({ template, home }: KeyedPlan, args: Args): unknown {
  try {
    const keys = evaluateTemplate(template, { args, key: [], batch: [], client: NOBODY }) ?? null
    refuseManyKeys(keys)
    return keys
  } catch (error) {
    if (error instanceof TemplateValueError)
      throw badInput(`The key of a ${home.coordinate} can't be made of its arguments.`)
    throw error
  }
}

/** The distinct keys that the home is then asked for; none where there are none, or something is wrong with them. */
export function givenKeys(keyed: KeyedPlan, args: Args): readonly Key[] {
  const keys = new DistinctKeys()
  const value = caught(() => readArgumentKeys(keyed, args))
  for (const key of [value].flat()) if (key !== null && !(key instanceof Error)) keys.add([key])
  return keys.keys
}
