import type { CallContext } from './call-context.ts'
import type { HookedAnswer, HookedCall } from './hooked-call.ts'

/** Code of one's own that calls of APIs go through. Neither rejects. */
export interface CallHooks {
  /** The headers that a call is sent with over its own, names in lower case; the error of a call that is not to be sent. Undefined where there is no such code. */
  readonly onCall:
    | ((call: HookedCall, context: CallContext) => Promise<ReadonlyMap<string, string> | Error>)
    | undefined
  /** What stands in the place of the body; undefined for the body itself, which may have been changed. */
  readonly onAnswer:
    | ((answer: HookedAnswer, call: Pick<CallContext, 'signal' | 'deadline'>) => Promise<unknown>)
    | undefined
}
