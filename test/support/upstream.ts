import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { promisify } from 'node:util'
import {
  readUpstreamRequest,
  sendUpstreamAnswer,
  type UpstreamAnswer,
  type UpstreamRequest,
} from '../../src/case/upstream-answer.ts'
import { freePort } from './free-port.ts'

export type { UpstreamAnswer, UpstreamRequest } from '../../src/case/upstream-answer.ts'

export type UpstreamHandler = (request: UpstreamRequest) => UpstreamAnswer | Promise<UpstreamAnswer>

/** By method and URL, as in `GET /posts?userId=1`; anything else is answered with 501. */
export type UpstreamRoutes = Readonly<Record<string, UpstreamAnswer | UpstreamHandler>>

export interface Upstream extends AsyncDisposable {
  /** `http://127.0.0.1:port`, the same after a restart. */
  readonly url: string
  /** All requests so far, in the order of their arrival; none where they are not kept. */
  readonly requests: readonly UpstreamRequest[]
  /** Resolves once `count` requests have arrived in all. */
  received(count: number): Promise<void>
  /** How many connections to it are open. */
  connections(): Promise<number>
  /** Breaks all connections and refuses new ones. */
  stop(): Promise<void>
  restart(): Promise<void>
}

/** Starts a real HTTP server on loopback that answers as it is told and, unless said, remembers what it was asked. */
export async function startUpstream(
  answers: UpstreamHandler | UpstreamRoutes,
  { keepsRequests = true } = {},
): Promise<Upstream> {
  const handler = typeof answers === 'function' ? answers : handlerOf(answers)
  const requests: UpstreamRequest[] = []
  const waiting: { count: number; resolve(): void }[] = []
  const port = await freePort()

  const respond = async (message: IncomingMessage, response: ServerResponse) => {
    const request = await readUpstreamRequest(message)
    if (keepsRequests) requests.push(request)
    for (const { count, resolve } of waiting) if (requests.length >= count) resolve()
    sendUpstreamAnswer(response, await handler(request))
  }
  const server = createServer((message, response) => {
    respond(message, response).catch((error: unknown) => {
      if (!response.headersSent) sendUpstreamAnswer(response, { status: 500, json: String(error) })
    })
  })
  const restart = async () => {
    server.listen(port, '127.0.0.1')
    await once(server, 'listening')
  }
  const stop = async () => {
    if (!server.listening) return
    const close = once(server, 'close')
    server.close()
    server.closeAllConnections()
    await close
  }
  await restart()

  return {
    connections: () => promisify(server.getConnections.bind(server))(),
    url: `http://127.0.0.1:${port}`,
    requests,
    received(count) {
      const { promise, resolve } = Promise.withResolvers<void>()
      if (requests.length >= count) resolve()
      else waiting.push({ count, resolve })
      return promise
    },
    stop,
    restart,
    [Symbol.asyncDispose]: stop,
  }
}

function handlerOf(routes: UpstreamRoutes): UpstreamHandler {
  const table = new Map(Object.entries(routes))
  return request => {
    const route = table.get(`${request.method} ${request.url}`)
    if (route === undefined) return { status: 501, json: `no route for ${request.method} ${request.url}` }
    return typeof route === 'function' ? route(request) : route
  }
}
