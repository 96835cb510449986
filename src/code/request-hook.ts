import type { HookPlan } from '../plan/hook/hook-plans.ts'
import type { HookedRequest, RequestHook } from '../plan/hook/hooks.ts'
import { ownCopy } from '../plan/own-copy.ts'
import type { HookSurroundings } from './call-hooks.ts'
import { createHookContext, type RequestFacts } from './resolver-context.ts'
import { runHook } from './run-hook.ts'

/** Why an operation is not to be run, by code of one's own; undefined where it is. Never rejects. */
export async function refusedByHook(
  { run, reads }: HookPlan<RequestHook>,
  { variables, ...request }: HookedRequest,
  facts: RequestFacts,
  { log, onHeld }: HookSurroundings,
): Promise<Error | undefined> {
  const context = createHookContext(facts, { coordinate: 'hooks.onRequest', reads }, log)
  const asked = { ...request, variables: ownCopy(variables) as HookedRequest['variables'] }
  const ended = await runHook('hooks.onRequest', facts, onHeld, () => run(asked, context))
  return ended instanceof Error ? ended : undefined
}
