import type { CallContext } from '../../src/source/call-context.ts'

/** The context of a request without a deadline. */
export function callContext(signal = new AbortController().signal): CallContext {
  return {
    requestId: 'test',
    signal,
    deadline: Number.POSITIVE_INFINITY,
    headers: new Map(),
    primary: false,
    onCall: () => {},
    onAnswer: () => {},
  }
}
