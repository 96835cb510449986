import type { Report } from '../problem-list.ts'

/** Compiles `accept: [404, 409]`: the statuses whose body is an answer as that of a 2xx is. */
export function compileAccept(accept: unknown, report: Report): readonly number[] {
  if (accept === undefined || accept === null) return []
  const statuses = (Array.isArray(accept) ? accept : [accept]).map(Number)
  for (const [at, status] of statuses.entries())
    if (!(status >= 400 && status <= 599))
      report(
        `accept.${at}`,
        `${status} is no status of a failure.`,
        status >= 200 && status <= 299 ? 'Remove it: a 2xx is an answer.' : 'Write statuses from 400 to 599.',
      )
  return statuses
}
