import type { HttpRequest } from '../request.ts'

/** One text for a page's request, among those of its list. */
export function requestId({ path, body }: HttpRequest): string {
  return body === undefined ? path : `${path} ${body}`
}
