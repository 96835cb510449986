import type { Policy } from '../call-policy.ts'

/** Counts each try against its request's budget; one too many is not made. */
export const withCallBudget: Policy = attempt => call => {
  const value = call.calls.spend()
  return value ? Promise.resolve({ value, isOfRequest: true }) : attempt(call)
}
