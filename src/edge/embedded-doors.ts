import type { IncomingMessage, ServerResponse } from 'node:http'
import { LinkedList } from '../source/linked-list.ts'
import { type ExecuteOptions, executeRequest, type GraphQLAnswer, readExecuted } from './graphql/execute-request.ts'
import { refuseForNow } from './graphql/refusal.ts'
import { respond } from './graphql/respond.ts'
import { answerFetch, type FetchConnection } from './server/answer-fetch.ts'
import type { Answer } from './server/client-connections.ts'

/** The ways into a gateway for the program that it is part of. Each may be taken off its object, and be handed on by itself. */
export interface EmbeddedDoors {
  /**
   * Answers a request of the Fetch standard, with what HTTP clients get: status, headers and body. Rejects with the reason of the
   * request's signal once that is aborted, and with TypeError where its body has been read.
   */
  fetch(request: Request, connection?: FetchConnection): Promise<Response>
  /** Answers a request of node:http, whose body nobody has read. */
  handler(incoming: IncomingMessage, response: ServerResponse): void
  /**
   * Runs an operation as if a client had sent it: with the same users, limits, rates and log. What is wrong with it is in the `errors` of
   * the answer. Rejects with the reason of `signal` once that is aborted, and with TypeError for headers that can't be sent.
   */
  execute(options: ExecuteOptions): Promise<GraphQLAnswer>
}

/** @internal */
export interface OpenDoors extends EmbeddedDoors {
  /** Refuses new requests and resolves once those under way are answered, or after `patience` milliseconds, when they are ended. */
  drain(patience: number): Promise<void>
}

/**
 * Opens them. The limits of connections are those of the server that brings the requests.
 *
 * @internal
 */
export function openDoors(answer: Answer, path: string): OpenDoors {
  const underWay = new LinkedList<ServerResponse>()
  let isClosed = false
  let onLast: (() => void) | undefined

  const take = (incoming: IncomingMessage, response: ServerResponse) => {
    if (isClosed) return refuseLate(incoming, response)
    const link = underWay.push(response)
    response.once('close', () => {
      underWay.remove(link)
      if (!underWay.first) onLast?.()
    })
    answer(incoming, response, false)
  }
  const fetch: EmbeddedDoors['fetch'] = (request, connection = {}) => answerFetch(take, request, connection)

  return {
    fetch,
    handler: take,
    execute: async options => readExecuted(await fetch(executeRequest(path, options))),
    async drain(patience) {
      isClosed = true
      if (!underWay.first) return
      const { promise, resolve } = Promise.withResolvers<void>()
      onLast = resolve
      const timer = setTimeout(() => {
        for (const response of [...underWay]) response.destroy()
      }, patience)
      await promise
      clearTimeout(timer)
    },
  }
}

function refuseLate({ headers }: IncomingMessage, response: ServerResponse): void {
  const late = respond(refuseForNow(503, 'The gateway is closed.'), headers.accept, false)
  response.writeHead(late.status, { ...late.headers, 'content-length': Buffer.byteLength(late.body) }).end(late.body)
}
