import type { ResolverPlan } from '../resolver/resolver-plan.ts'
import type { AnswerHook, CallHook, RequestHook } from './hooks.ts'

/** The hooks of a schema; what is not there is undefined. */
export interface HookPlans {
  readonly onRequest: HookPlan<RequestHook> | undefined
  readonly onCall: HookPlan<CallHook> | undefined
  readonly onAnswer: AnswerHook | undefined
}

/** A hook, with what it reads of the client's request; undefined where nobody knows. */
export interface HookPlan<Hook> {
  readonly run: Hook
  readonly reads: ResolverPlan['reads']
}
