import type { IncomingMessage } from 'node:http'

/** One HTTP request on its way to an answer. */
export interface Exchange {
  readonly incoming: IncomingMessage
  /** Path and query of the request's target, on a host of no meaning. */
  readonly url: URL
  readonly requestId: string
  /** Aborted when the client goes away before it has its answer. */
  readonly signal: AbortSignal
}
