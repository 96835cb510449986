import { ANYBODY } from '../../plan/anybody.ts'
import { unlimitedCalls } from '../../source/call-budget.ts'
import type { CallContext } from '../../source/call-context.ts'
import { CancelSource } from '../../source/cancel.ts'

/** The context of a request that calls nothing. */
export const NO_REQUEST: CallContext = {
  requestId: '',
  signal: new CancelSource(),
  deadline: Number.POSITIVE_INFINITY,
  calls: unlimitedCalls(),
  client: ANYBODY,
  primary: false,
  observer: undefined,
  onAnswer() {},
}
