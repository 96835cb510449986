import { createYoga, type Plugin, type GraphQLParams as YogaParams } from 'graphql-yoga'
import { createCallContext } from './call-context.ts'
import type { Exchange } from './exchange.ts'
import type { GraphQLParams } from './graphql-params.ts'
import type { HttpAnswer } from './http-answer.ts'
import { createPrepare } from './prepare.ts'
import { readBody } from './read-body.ts'
import type { Readiness } from './readiness.ts'
import { isRefusal, type Refusal, refuseForNow } from './refusal.ts'
import { respond } from './respond.ts'
import { type Executed, type RunContext, run } from './run.ts'

export interface DoorOptions extends RunContext {
  /** Bytes. */
  readonly bodyLimit: number
  /** The budget of one request, in milliseconds. */
  readonly requestTimeout: number
  readonly readiness: () => Readiness
}

/** Answers the requests to `/graphql`. */
export type Door = (exchange: Exchange) => Promise<HttpAnswer>

type Result = Executed | Refusal

/**
 * The GraphQL door on Yoga, which leads each request through our own four functions. Its own parsers and processors,
 * whose defaults are open, see nothing: the request that it gets is a stand-in without URL, headers and body of the
 * client.
 */
export function createYogaDoor(options: DoorOptions): Door {
  const yoga = createYoga<{ exchange: Exchange }>({
    plugins: [graphqlPlugin(options)],
    cors: false,
    graphiql: false,
    landingPage: false,
    multipart: false,
    maxRequestBodySize: false,
    parserAndValidationCache: false,
    logging: false,
  })
  const { Request } = yoga.fetchAPI
  return async exchange =>
    readResponse(await yoga.handleRequest(new Request('http://gateway/graphql', { method: 'POST' }), { exchange }))
}

function graphqlPlugin(options: DoorOptions): Plugin<object, { exchange: Exchange }> {
  const { bodyLimit, requestTimeout, log } = options
  const prepare = createPrepare(options.schemaPlan, options)

  const answer = async (params: GraphQLParams, exchange: Exchange): Promise<Result> => {
    try {
      const prepared = prepare(params, exchange.incoming.method ?? '')
      if (isRefusal(prepared)) return prepared
      return await run(options, prepared, params.variables, createCallContext(exchange, requestTimeout, log))
    } catch (err) {
      log.error({ requestId: exchange.requestId, err }, 'an operation could not be run')
      return refuseForNow(500, 'Something went wrong inside the gateway.')
    }
  }

  return {
    async onRequestParse({ serverContext: { exchange }, setRequestParser, endResponse }) {
      const isStarting = options.readiness().state === 'starting'
      const params = isStarting ? notReady() : await readBody(exchange.incoming, bodyLimit)
      if (isRefusal(params)) endResponse(toResponse(params, exchange))
      else setRequestParser(() => params as YogaParams)
    },
    onParams({ setParamsHandler }) {
      setParamsHandler(({ params, context }) => answer(params as GraphQLParams, context.exchange) as Promise<object>)
    },
    onResultProcess({ serverContext: { exchange }, setResultProcessor }) {
      setResultProcessor(result => toResponse(result as Result, exchange), '*/*')
    },
  }
}

function notReady(): Refusal {
  return refuseForNow(503, 'The gateway is starting. Try again in a moment.', { 'retry-after': '1' })
}

function toResponse(result: Result, { incoming }: Exchange): Response {
  const { body, ...init } = respond(result, incoming.headers.accept)
  return new Response(body as BodyInit, init)
}

async function readResponse(response: Response): Promise<HttpAnswer> {
  return { status: response.status, headers: Object.fromEntries(response.headers), body: await response.bytes() }
}
