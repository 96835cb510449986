import { createYoga, type Plugin, type GraphQLParams as YogaParams } from 'graphql-yoga'
import type { GraphQLParams } from './graphql/graphql-params.ts'
import type { GraphQLSteps } from './graphql/graphql-steps.ts'
import { isRefusal, type Refusal } from './graphql/refusal.ts'
import type { Executed } from './graphql/run.ts'
import type { Door, Exchange } from './server/exchange.ts'
import type { HttpAnswer } from './server/http-answer.ts'

/** What goes through Yoga, which hands on a copy of the context but not of what is in it. */
interface DoorContext {
  readonly passage: { readonly exchange: Exchange; answer?: HttpAnswer }
}

/** Where Yoga sees every request; the host means nothing. */
const ENDPOINT = 'http://gateway/graphql'
/** Ends no URL: Yoga would answer any that ends like its health check, whose place is elsewhere. */
const NOWHERE = ' '

/**
 * The GraphQL door on Yoga, which leads each request through our own steps. Its own parsers, processors and pages, whose
 * defaults are open, are switched off or come after ours. It sees the client's URL and headers; the body is read by our
 * step, and its Response, which would copy the bytes, stays empty.
 */
export function createYogaDoor(steps: GraphQLSteps): Door {
  const yoga = createYoga<DoorContext>({
    plugins: [stepsPlugin(steps)],
    cors: false,
    graphiql: false,
    landingPage: false,
    multipart: false,
    maxRequestBodySize: false,
    parserAndValidationCache: false,
    logging: false,
    // Our own step makes it; what a client calls so is passed over.
    extraParamNames: ['hash'],
    healthCheckEndpoint: NOWHERE,
  })
  const { Request } = yoga.fetchAPI
  return async exchange => {
    const { target, incoming } = exchange
    const method = incoming.method === 'GET' ? 'GET' : 'POST'
    const request = new Request(ENDPOINT + target.search, {
      method,
      headers: incoming.headers as Record<string, string>,
    })
    const passage: DoorContext['passage'] = { exchange }
    await yoga.handleRequest(request, { passage })
    if (!passage.answer) throw new Error('Yoga did not ask for the answer of a request')
    return passage.answer
  }
}

function stepsPlugin(steps: GraphQLSteps): Plugin<object, DoorContext> {
  return {
    async onRequestParse({ serverContext: { passage }, setRequestParser, endResponse, fetchAPI: { Response } }) {
      const params = await steps.read(passage.exchange)
      if (!isRefusal(params)) return void setRequestParser(() => params as YogaParams)
      passage.answer = steps.respond(params, passage.exchange)
      endResponse(new Response())
    },
    onParams({ setParamsHandler }) {
      setParamsHandler(
        ({ params, context: { passage } }) =>
          steps.execute(params as GraphQLParams, passage.exchange) as Promise<object>,
      )
    },
    onResultProcess({ serverContext: { passage }, setResultProcessor }) {
      setResultProcessor((result, { Response }) => {
        passage.answer = steps.respond(result as Executed | Refusal, passage.exchange)
        return new Response()
      }, '*/*')
    },
  }
}
