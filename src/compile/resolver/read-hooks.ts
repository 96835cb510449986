import type { HookPlan, HookPlans } from '../../plan/hook/hook-plans.ts'
import type { AnswerHook, CallHook, RequestHook } from '../../plan/hook/hooks.ts'
import { isObject } from '../../plan/is-object.ts'
import { suggestOrList } from '../../schema/suggest.ts'
import type { ProblemList } from '../problem-list.ts'
import { isReads, READS_REMEDY, type ResolverModule, readsOf } from './read-resolvers.ts'

const NAMES = ['onRequest', 'onCall', 'onAnswer']

/** Reads the hooks of a module; reports what is none. Undefined where there are none. */
export function readHooks({ file, hooks }: ResolverModule, problems: ProblemList): HookPlans | undefined {
  if (hooks === undefined) return undefined
  const report = (coordinate: string, message: string, suggestion: string) =>
    problems.add(coordinate, { file, line: 1, column: 1 }, message, suggestion)
  if (!isObject(hooks)) {
    report('hooks', 'they are no object.', 'Write export const hooks = { onCall: … }.')
    return undefined
  }
  for (const name of Object.keys(hooks))
    if (!NAMES.includes(name)) report('hooks', `there is no hook "${name}".`, suggestOrList(name, NAMES, 'hooks'))
  const read = (name: 'onRequest' | 'onCall'): HookPlan<unknown> | undefined => {
    const hook = hooks[name]
    if (hook === undefined) return undefined
    const described = isObject(hook) ? hook : { run: hook }
    const unknown = Object.keys(described).find(each => each !== 'run' && each !== 'reads')
    if (typeof described.run !== 'function' || unknown !== undefined)
      report(`hooks.${name}`, 'it is no hook.', 'Write a function, or { run, reads }.')
    else if (!isReads(described.reads ?? {}))
      report(`hooks.${name}`, 'reads takes names of headers and claims.', READS_REMEDY)
    else return { run: described.run, reads: readsOf(described.reads) }
    return undefined
  }
  const { onAnswer } = hooks
  if (onAnswer !== undefined && typeof onAnswer !== 'function')
    report('hooks.onAnswer', 'it is no hook.', 'Write a function: what it makes of an answer is for all who share it.')
  return {
    onRequest: read('onRequest') as HookPlan<RequestHook> | undefined,
    onCall: read('onCall') as HookPlan<CallHook> | undefined,
    onAnswer: typeof onAnswer === 'function' ? (onAnswer as AnswerHook) : undefined,
  }
}
