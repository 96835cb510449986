import type { FormattedExecutionResult } from 'graphql'
import { createYoga, type Plugin, type GraphQLParams as YogaParams } from 'graphql-yoga'
import { createCallContext, requestIdOf } from './call-context.ts'
import type { GraphQLParams } from './graphql-params.ts'
import type { Page, PageFile } from './page-assets.ts'
import { createPrepare } from './prepare.ts'
import { readBody } from './read-body.ts'
import { type Readiness, readyAnswer } from './readiness.ts'
import { isRefusal, type Refusal, refuse } from './refusal.ts'
import { type HttpAnswer, respond } from './respond.ts'
import { type RunContext, run } from './run.ts'

export interface DoorOptions extends RunContext {
  readonly introspection: boolean
  /** GraphiQL for browsers, with the query that its first tab shows; undefined switches it off. */
  readonly page: { readonly files: Page | undefined; readonly defaultQuery: string } | undefined
  /** Origins that may call from a browser. */
  readonly corsOrigins: readonly string[]
  /** Bytes. */
  readonly bodyLimit: number
  /** The budget of one request, in milliseconds. */
  readonly requestTimeout: number
  readonly readiness: () => Readiness
}

type Result = FormattedExecutionResult | Refusal

/**
 * The HTTP edge on Yoga, whose defaults are open: every one of its own parsers, processors and pages is switched off or
 * replaced, so that only application/json and GET come in.
 */
export function createYogaDoor(options: DoorOptions) {
  const { corsOrigins } = options
  return createYoga({
    graphqlEndpoint: '/graphql',
    plugins: [requestIdPlugin(), routesPlugin(options), graphqlPlugin(options)],
    cors: corsOrigins.length > 0 ? { origin: [...corsOrigins], methods: ['GET', 'POST'], credentials: false } : false,
    graphiql: false,
    landingPage: false,
    multipart: false,
    maxRequestBodySize: false,
    parserAndValidationCache: false,
    logging: false,
  })
}

const requestIds = new WeakMap<Request, string>()

function requestIdPlugin(): Plugin {
  return {
    onRequest: ({ request }) => void requestIds.set(request, requestIdOf(request.headers)),
    onResponse: ({ request, response }) => response.headers.set('x-request-id', requestIds.get(request) ?? ''),
  }
}

/** Everything that is no GraphQL request. */
function routesPlugin({ page, readiness }: DoorOptions): Plugin {
  return {
    onRequest({ request, url, endResponse }) {
      const { pathname } = url
      const isRead = request.method === 'GET' || request.method === 'HEAD'
      if (pathname === '/ready') return endResponse(toResponse(readyAnswer(readiness())))
      if (!page || !isRead) return
      if (pathname === '/') return endResponse(new Response(null, { status: 302, headers: { location: '/graphql' } }))
      const asset = page.files?.asset(pathname)
      if (asset) return endResponse(toResponse(asset))
      if (pathname === '/graphql' && !url.searchParams.has('query') && wantsHtml(request))
        endResponse(toResponse(page.files?.html({ defaultQuery: page.defaultQuery }) ?? pageIsMissing()))
    },
  }
}

function graphqlPlugin(options: DoorOptions): Plugin {
  const prepare = createPrepare(options.schemaPlan, options)
  const answer = async (params: GraphQLParams, request: Request): Promise<Result> => {
    const prepared = prepare(params, request.method)
    if (isRefusal(prepared)) return prepared
    const requestId = requestIds.get(request) ?? ''
    const call = createCallContext(request, requestId, options.requestTimeout, options.log)
    return run(options, prepared, params.variables, call)
  }
  return {
    onRequestParse({ setRequestParser }) {
      setRequestParser(async request => {
        const params =
          options.readiness().state === 'starting' ? notReady() : await readBody(request, options.bodyLimit)
        return isRefusal(params)
          ? toResponse(respond(params, request.headers.get('accept')))
          : (params as unknown as YogaParams)
      })
    },
    onParams({ setParamsHandler }) {
      setParamsHandler(({ params, request }) => answer(params as unknown as GraphQLParams, request) as Promise<object>)
    },
    onResultProcess({ request, setResultProcessor }) {
      const accept = request.headers.get('accept')
      setResultProcessor(result => toResponse(respond(result as Result, accept)), '*/*')
    },
  }
}

function notReady(): Refusal {
  return refuse(503, 'The gateway is starting. Try again in a moment.', { 'retry-after': '1' })
}

function wantsHtml(request: Request): boolean {
  return request.headers.get('accept')?.includes('text/html') ?? false
}

function pageIsMissing(): HttpAnswer {
  return {
    status: 503,
    headers: { 'content-type': 'text/html; charset=utf-8' },
    body: '<p>GraphiQL has not been built. Run <code>npm run prepare</code> and start the gateway again.</p>\n',
  }
}

function toResponse({ status, headers, body }: HttpAnswer | PageFile): Response {
  return new Response(body, { status, headers })
}
