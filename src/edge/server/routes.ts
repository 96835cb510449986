import type { Soon } from '../../source/soon.ts'
import type { Page, PageConfig } from './graphiql-files.ts'
import { type HttpAnswer, textAnswer } from './http-answer.ts'
import type { Readiness } from './readiness.ts'
import type { RequestTarget } from './request-target.ts'
import { HEALTHY, readyAnswer } from './status-answers.ts'

export interface RouteOptions {
  /** Where GraphQL is. */
  readonly path: string
  /** GraphiQL for browsers, with what it is told; undefined switches it off. */
  readonly page: { readonly files: Page | undefined; readonly config: Omit<PageConfig, 'ready'> } | undefined
  /** What `/ready` tells. */
  readonly reported: () => Soon<Readiness>
  /** Whether whoever asks may see what is inside: then `/ready` has the mistakes of a schema. */
  readonly trace: boolean
}

interface RouteRequest {
  readonly method: string
  readonly target: RequestTarget
  readonly accept: string | undefined
  readonly acceptEncoding: string | undefined
}

/** Answers everything that is no GraphQL request; undefined where GraphQL is asked. */
export type Route = (request: RouteRequest) => Soon<HttpAnswer> | undefined

type Document = (acceptEncoding: string | undefined) => Soon<HttpAnswer>

export function createRoute({ path: endpoint, page, reported, trace }: RouteOptions): Route {
  const place = `GraphQL is at ${endpoint}.`
  // Relative, as a proxy may put the gateway under a prefix.
  const toPage = { location: endpoint.slice(1) }
  const ready = `${'../'.repeat(endpoint.split('/').length - 2)}ready`

  const pageAnswer = () => page?.files?.html({ ...page.config, ready }) ?? pageIsMissing()

  const documentAt = (path: string): Document | undefined => {
    if (path === '/health') return () => HEALTHY
    if (path === '/ready') return async () => readyAnswer(await reported(), trace)
    if (path === '/' && page) return () => textAnswer(302, `GraphiQL is at ${endpoint}.`, toPage)
    return page?.files?.asset(path)
  }

  return ({ method, target: { path }, accept, acceptEncoding }) => {
    const isRead = method === 'GET' || method === 'HEAD'
    if (path === endpoint) {
      // Of a query in the URL the page shows the text: who wants its answer accepts JSON.
      return page && isRead && accept?.includes('text/html') ? pageAnswer() : undefined
    }
    const document = documentAt(path)
    if (!document) return textAnswer(404, `There is nothing here. ${place}`)
    return isRead
      ? document(acceptEncoding)
      : textAnswer(405, `This is served by GET only. ${place}`, { allow: 'GET, HEAD' })
  }
}

function pageIsMissing(): HttpAnswer {
  return textAnswer(503, 'GraphiQL has not been built. Run `npm run prepare` and start the gateway again.')
}
