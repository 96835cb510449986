/** Headers that say where a request comes from, not what is asked: no answer depends on them. */
const TRACING: ReadonlySet<string> = new Set(['traceparent', 'tracestate', 'x-request-id', 'x-correlation-id'])

/** `header` in lower case. */
export function isTracing(header: string): boolean {
  return TRACING.has(header)
}
