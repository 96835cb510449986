import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import { createGraphQLSteps, type GraphQLOptions } from '../graphql/graphql-steps.ts'
import { createYogaDoor } from '../yoga-door.ts'
import { corsHeaders, preflightAnswer } from './cors.ts'
import type { Exchange } from './exchange.ts'
import { type HttpAnswer, textAnswer } from './http-answer.ts'
import { joinHeaders } from './join-headers.ts'
import { requestIdOf } from './request-id.ts'
import { createRoute, type RouteOptions } from './routes.ts'
import { send } from './send.ts'

export interface EdgeOptions extends GraphQLOptions, RouteOptions {
  /** Origins that may call from a browser. */
  readonly corsOrigins: readonly string[]
}

/** Answers every HTTP request of the gateway. */
export function createHttpEdge(options: EdgeOptions): RequestListener {
  const { corsOrigins, log } = options
  const door = createYogaDoor(createGraphQLSteps(options))
  const route = createRoute(options)

  const answer = async (request: Omit<Exchange, 'url'>): Promise<HttpAnswer> => {
    const { incoming } = request
    const { method = '', headers } = incoming
    const url = readUrl(incoming)
    if (!url) return textAnswer(400, 'The URL can not be read.')
    return (
      preflightAnswer(corsOrigins, incoming) ??
      route({ method, url, accept: headers.accept }) ??
      (await door({ ...request, url }))
    )
  }

  return (incoming, response) => {
    const requestId = requestIdOf(incoming.headers['x-request-id'])
    const ownHeaders = { 'x-request-id': requestId, ...corsHeaders(corsOrigins, incoming) }
    answer({ incoming, requestId, signal: closeSignal(response) })
      .catch((err: unknown) => {
        log.error({ requestId, err }, 'a request could not be answered')
        return textAnswer(500, 'Something went wrong inside the gateway.')
      })
      .then(given => send({ ...given, headers: joinHeaders(given.headers, ownHeaders) }, incoming, response))
      .catch((err: unknown) => {
        log.error({ requestId, err }, 'an answer could not be sent')
        response.destroy()
      })
  }
}

/** The path and query; a host in the request's target is passed over. */
function readUrl({ url: target = '' }: IncomingMessage): URL | undefined {
  const path = URL.canParse(target) ? new URL(target).href.slice(new URL(target).origin.length) : target
  const url = path.startsWith('/') ? `http://gateway${path}` : target
  return URL.canParse(url) ? new URL(url) : undefined
}

/** Aborted when the client goes away before it has its answer. */
function closeSignal(response: ServerResponse): AbortSignal {
  const controller = new AbortController()
  response.once('close', () => {
    if (!response.writableFinished) controller.abort()
  })
  return controller.signal
}
