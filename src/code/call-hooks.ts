import type { Log } from '../observe/log.ts'
import type { HookPlans } from '../plan/hook/hook-plans.ts'
import { wrongHeader } from '../plan/http/wrong-header.ts'
import { isObject } from '../plan/is-object.ts'
import { asResolverError } from '../result/shown-error.ts'
import type { CallContext } from '../source/call-context.ts'
import type { CallHooks } from '../source/call-hooks.ts'
import type { HookedAnswer, HookedCall } from '../source/hooked-call.ts'
import type { OnHeld } from './held.ts'
import { createHookContext } from './resolver-context.ts'
import { runHook } from './run-hook.ts'

export interface HookSurroundings {
  readonly log: Log
  /** Undefined where nobody looks. */
  readonly onHeld: OnHeld | undefined
}

/** What calls of APIs go through; undefined for a schema without such hooks. */
export function createCallHooks(
  { onCall, onAnswer }: HookPlans,
  { log, onHeld }: HookSurroundings,
): CallHooks | undefined {
  if (!onCall && !onAnswer) return undefined
  return {
    onCall:
      onCall &&
      (async (asked: HookedCall, call: CallContext) => {
        // Nobody knows for whom an answer is where the hook does not say what makes it differ.
        if (!onCall.reads) call.onAnswer(undefined)
        const context = createHookContext(call, { coordinate: 'hooks.onCall', reads: onCall.reads }, log)
        const headers = await runHook('hooks.onCall', call, onHeld, () => onCall.run(asked, context))
        return headers instanceof Error ? headers : readHeaders(headers)
      }),
    onAnswer:
      onAnswer &&
      ((answer: HookedAnswer, call: Pick<CallContext, 'signal' | 'deadline'>) =>
        runHook('hooks.onAnswer', call, onHeld, () => onAnswer(answer))),
  }
}

const NONE: ReadonlyMap<string, string> = new Map()

function readHeaders(headers: unknown): ReadonlyMap<string, string> | Error {
  if (headers === undefined) return NONE
  if (!isObject(headers)) return asResolverError(new Error('onCall takes back an object of headers, or nothing'))
  const read = new Map<string, string>()
  for (const [name, value] of Object.entries(headers)) {
    const known = name.toLowerCase()
    const wrong = wrongHeader(known, value)
    if (wrong) return asResolverError(new Error(`onCall has added the header ${JSON.stringify(name)}, ${wrong}`))
    read.set(known, value as string)
  }
  return read
}
