import { argsWithKeys, GlobalIdError } from '../id-places.ts'
import type { FieldPlan } from '../schema-plan.ts'
import type { ValuePlan } from './value-plan.ts'

/** A field's coerced arguments as sources know them; undefined where they depend on variables, or something is wrong with them: that is told where the field is resolved. */
export function constantArgs(
  plan: ValuePlan,
  field: FieldPlan | undefined,
): Readonly<Record<string, unknown>> | undefined {
  if (plan.kind !== 'constant' || plan.value === undefined) return undefined
  try {
    return argsWithKeys(plan.value as Readonly<Record<string, unknown>>, field?.ids)
  } catch (error) {
    if (error instanceof GlobalIdError) return undefined
    throw error
  }
}
