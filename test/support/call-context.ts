import { NOBODY } from '../../src/plan/nobody.ts'
import { unlimitedCalls } from '../../src/source/call-budget.ts'
import type { CallContext } from '../../src/source/call-context.ts'

/** The context of what is said, and for the rest that of a request with no header and no end of time, which nobody watches. */
export function callContext(said: Partial<CallContext> = {}): CallContext {
  return {
    requestId: 'test',
    signal: new AbortController().signal,
    deadline: Number.POSITIVE_INFINITY,
    calls: unlimitedCalls(),
    client: NOBODY,
    primary: false,
    observer: undefined,
    onAnswer: () => {},
    ...said,
  }
}
