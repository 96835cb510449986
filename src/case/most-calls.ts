import { explainOperations } from '../compose/explain/explain-operations.ts'
import type { Config } from '../config/config.ts'

/** The most calls that an operation can make: a number, or the formula where a list in it is as long as nobody knows. Throws Error for one that can't be run. */
export async function mostCalls(
  config: Config,
  { query, variables }: { readonly query: string; readonly variables: Readonly<Record<string, unknown>> | undefined },
): Promise<string> {
  const request = { config, operation: query, operationName: undefined, variables, assumed: new Map() }
  const [plan] = await explainOperations(request)
  return plan ? String(plan.calls.most ?? plan.calls.formula) : ''
}
