import type { IncomingHttpHeaders } from 'node:http'
import type { Log } from '../../observe/log.ts'
import type { CallContext } from '../../source/call-context.ts'
import type { Exchange } from '../server/exchange.ts'
import type { AnswerCaching } from './answer-caching.ts'

/** What the calls of one request carry; `budget` in milliseconds. Every call is a line of the log at level debug. */
export function createCallContext(
  { incoming, requestId, signal }: Exchange,
  budget: number,
  primary: boolean,
  log: Log,
  caching: AnswerCaching,
): CallContext {
  return {
    requestId,
    signal,
    deadline: performance.now() + budget,
    headers: caching.watch(readHeaders(incoming.headers)),
    primary,
    onAnswer: freshness => caching.add(freshness),
    onCall: ({ error, ...facts }) => {
      log.debug(error === undefined ? { requestId, ...facts } : { requestId, ...facts, err: error }, 'call')
    },
  }
}

/** A Map, so that a header called `constructor` is a header and nothing else. */
function readHeaders(headers: IncomingHttpHeaders): Map<string, string> {
  const map = new Map<string, string>()
  for (const [name, value] of Object.entries(headers))
    if (value !== undefined) map.set(name, typeof value === 'string' ? value : value.join(', '))
  return map
}
