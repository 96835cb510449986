import { type HttpFailure, TOLD_BY_STATUS } from '../../plan/http/http-failure.ts'
import { isObject } from '../../plan/is-object.ts'
import type { Path } from '../../plan/path.ts'
import type { Report } from '../problem-list.ts'
import { readDirectivePath } from '../template/compile-template.ts'

/**
 * Compiles `error: { when: "errors[0]", unless: "ok", message: "error.message", code: "error.code" }`. What it leaves out is as
 * around it, what is null is taken back.
 */
export function compileFailure(error: unknown, argument: string, around: HttpFailure, report: Report): HttpFailure {
  if (error === null) return TOLD_BY_STATUS
  if (!isObject(error)) return around
  const path = (name: keyof HttpFailure): Path | undefined => {
    const text = error[name]
    if (typeof text === 'string') return readDirectivePath(text, `${argument}.${name}`, report)
    return text === null ? undefined : around[name]
  }
  return { when: path('when'), unless: path('unless'), message: path('message'), code: path('code') }
}
