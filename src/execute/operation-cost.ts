import { estimateCost, SizeUnsaid } from '../plan/operation/estimate-cost.ts'
import type { FieldPlace } from '../plan/operation/operation-plan.ts'
import type { OperationPlans } from '../plan/operation/operation-plans.ts'
import { coerceArguments } from './coerce-arguments.ts'
import { coerceVariables } from './coerce-variables.ts'

/**
 * What an operation may cost with these variables; undefined where they don't fit, or where a list does not say how long it is: that is
 * told when the operation runs.
 */
export function operationCost(plans: OperationPlans, variables: Readonly<Record<string, unknown>>): number | undefined {
  const values = coerceVariables(plans, variables, true)
  if (Array.isArray(values)) return undefined
  const argsOf = (place: FieldPlace) => {
    try {
      return place.constantArgs ?? coerceArguments(place, values)
    } catch {
      return {}
    }
  }
  try {
    return estimateCost(plans.with(values).root, plans.schemaPlan, argsOf)
  } catch (error) {
    if (error instanceof SizeUnsaid) return undefined
    throw error
  }
}
