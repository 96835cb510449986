import type { TraceHeaders } from '../trace-headers.ts'
import type { HttpRequest } from './request.ts'

/** A request that is sent with these, in the place of its own. */
export function withHeaders<R extends Pick<HttpRequest, 'headers'>>(request: R, more: TraceHeaders): R {
  const headers = new Map(request.headers)
  for (const [name, value] of Object.entries(more)) headers.set(name, value)
  return { ...request, headers }
}
