import { isTracing } from '../tracing-headers.ts'
import type { HttpRequest } from './request.ts'

/** The same for all GETs of one source that may share an answer: URL and headers, credentials among them, but for tracing. */
export function requestIdentity({ path, headers }: HttpRequest): string {
  const named = [...headers].filter(([name]) => !isTracing(name))
  return JSON.stringify([path, ...named.sort(([a], [b]) => (a < b ? -1 : 1))])
}
