import { AnswerBudget } from '../answer-budget.ts'
import type { CancelSignal } from '../cancel.ts'
import { readBase } from './http-base.ts'
import { createHttpPool, type HttpPoolOptions } from './http-pool.ts'
import type { HttpRequest } from './request.ts'
import { send, type UpstreamAnswer } from './send.ts'

/** One URL that the gateway asks for itself, by connections of its own. */
export interface Endpoint extends AsyncDisposable {
  /** The answer with all of its body, whatever its status; redirects are not followed. Throws SendError. */
  ask(request: Omit<HttpRequest, 'path'>, signal: CancelSignal): Promise<UpstreamAnswer>
}

/** `maxResponseBytes` are those of an answer, decompressed or not. */
export function openEndpoint(url: string, options: HttpPoolOptions, maxResponseBytes: number): Endpoint {
  const { origin } = readBase(url)
  const { pathname, search } = new URL(url)
  const connections = createHttpPool(options, origin)
  const sending = { dispatcher: connections.pool, origin, maxResponseBytes, followRedirects: false }
  const path = pathname + search
  return {
    ask: (request, signal) =>
      send(sending, { ...request, path }, () => true, new AnswerBudget(maxResponseBytes), signal),
    [Symbol.asyncDispose]: () => connections[Symbol.asyncDispose](),
  }
}
