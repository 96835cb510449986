import { randomUUID } from 'node:crypto'
import type { Log } from '../observe/log.ts'
import type { CallContext } from '../source/call-context.ts'

const REQUEST_ID = /^[\w.:-]{1,128}$/

/** The client's own request id where it is harmless, else a new one. */
export function requestIdOf(headers: Headers): string {
  const given = headers.get('x-request-id')
  return given !== null && REQUEST_ID.test(given) ? given : randomUUID()
}

/** What the calls of one request carry; `budget` in milliseconds. Every call is a line of the log at level debug. */
export function createCallContext(request: Request, requestId: string, budget: number, log: Log): CallContext {
  return {
    requestId,
    signal: request.signal,
    deadline: performance.now() + budget,
    headers: new Map(request.headers),
    onCall: ({ error, ...facts }) => {
      log.debug(error === undefined ? { requestId, ...facts } : { requestId, ...facts, err: error }, 'call')
    },
  }
}
