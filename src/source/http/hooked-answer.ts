import type { HttpBinding } from '../../plan/http/http-binding.ts'
import type { CallContext } from '../call-context.ts'
import type { CallHooks } from '../call-hooks.ts'
import { SourceError } from '../source-error.ts'
import type { HttpRequest } from './request.ts'
import { hasValue, readJson } from './response.ts'
import type { UpstreamAnswer } from './send.ts'
import { responseOf } from './told-answer.ts'

interface HookedCall extends Pick<CallContext, 'signal' | 'deadline'> {
  readonly binding: HttpBinding
  readonly request: HttpRequest
  readonly origin: string
}

/** Lets code of one's own change what the body of an answer says, for all who read it from then on; its error where it fails. */
export async function hookAnswer(
  onAnswer: NonNullable<CallHooks['onAnswer']>,
  { binding, request, origin, signal, deadline }: HookedCall,
  answer: UpstreamAnswer,
): Promise<Error | undefined> {
  if (!hasValue(binding, answer)) return undefined
  const body = readJson(binding, answer)
  // That is told by who reads the answer.
  if (body instanceof SourceError) return undefined
  const { status, headers } = responseOf(answer)
  const told = { source: binding.source, method: request.method, url: origin + request.path, status, headers, body }
  const changed = await onAnswer(told, { signal, deadline })
  if (changed instanceof Error) return changed
  if (changed !== undefined) answer.json = changed
  return undefined
}
