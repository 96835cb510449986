import type { Policy } from '../call-policy.ts'

/** Counts each try against its request's budget; one too many is not made. */
export const withCallBudget: Policy = attempt => async call => {
  const value = call.calls.spend()
  return value ? { value } : attempt(call)
}
