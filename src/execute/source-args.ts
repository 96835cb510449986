import { argsWithKeys, GlobalIdError } from '../plan/id-places.ts'
import type { FieldPlan } from '../plan/schema-plan.ts'
import { badInput } from '../result/field-error.ts'

/** A field's coerced arguments as its source knows them: with keys for global ids. Throws SourceError for an id of a wrong type. */
export function sourceArgs<Args extends Readonly<Record<string, unknown>>>(
  args: Args,
  field: FieldPlan | undefined,
): Args {
  try {
    return argsWithKeys(args, field?.ids)
  } catch (error) {
    throw error instanceof GlobalIdError ? badInput(error.message) : error
  }
}
