import type { HttpRequest } from './request.ts'

/** Headers that say where a request comes from, not what is asked: of requests that share a call the first one's are sent. */
const TRACING: ReadonlySet<string> = new Set(['traceparent', 'tracestate', 'x-request-id', 'x-correlation-id'])

export function isTracing(header: string): boolean {
  return TRACING.has(header)
}

/** The same for all GETs of one source that may share an answer: URL and headers, credentials among them, are the same. */
export function requestIdentity({ path, headers }: HttpRequest): string {
  const named = [...headers].filter(([name]) => !isTracing(name))
  return JSON.stringify([path, ...named.sort(([a], [b]) => (a < b ? -1 : 1))])
}
