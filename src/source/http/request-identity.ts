import { isTracing } from '../tracing-headers.ts'
import type { HttpRequest } from './request.ts'

/**
 * The same for all GETs of one source that may share an answer: URL and headers, credentials among them, but for tracing, and
 * which answers are `read` whole.
 */
export function requestIdentity({ path, headers }: HttpRequest, read: string): string {
  const lines: string[] = []
  // Neither has a line break (RFC 9110, 5.5).
  for (const [name, value] of headers) if (!isTracing(name)) lines.push(`${name}:${value}`)
  return `${path}\n${lines.sort().join('\n')}\n${read}`
}
