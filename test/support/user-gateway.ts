import { request } from 'node:http'
import { text } from 'node:stream/consumers'
import { onTestFinished } from 'vitest'
import type { Config } from '../../src/config/config.ts'
import { startTestGateway, type TestGateway } from './gateway.ts'
import { startUpstream, type Upstream } from './upstream.ts'

/** A gateway that tells what it knows of its users. */
export interface UserGateway {
  readonly gateway: TestGateway
  readonly upstream: Upstream
  /**
   * Who sends these headers, as in `ada 7`: `sub` and tenant; `nobody`, or the status and message of a refusal. A list has names and values
   * as they are sent, so that one may be there twice.
   */
  who(headers: Readonly<Record<string, string>> | readonly string[]): Promise<string>
  /** Whether it has the scope `read`. */
  reads(headers: Readonly<Record<string, string>>): Promise<boolean>
}

/** Starts one with the directives that say who users are; it ends with the test. */
export async function startUserGateway(
  directives: string,
  environment: Readonly<Record<string, string>> = {},
  config: Partial<Config> = {},
): Promise<UserGateway> {
  const upstream = await startUpstream(({ url }) => ({
    json: decodeURIComponent(url.slice(1)),
    headers: { 'cache-control': 'public, max-age=60' },
  }))
  onTestFinished(() => upstream[Symbol.asyncDispose]())
  const gateway = await startTestGateway({
    environment,
    config,
    schema: `
      extend schema @source(name: "api", http: { baseURL: "${upstream.url}" }) ${directives}
      type Query {
        me: String @http(GET: "/{$jwt.sub} {$jwt.tenant ?? '-'}")
        scoped: String @http(GET: "/x") @requiresScopes(scopes: [["read"]])
      }
    `,
  })
  onTestFinished(() => gateway[Symbol.asyncDispose]())
  return {
    gateway,
    upstream,
    async who(headers) {
      const sent = Array.isArray(headers) ? headers : Object.entries(headers).flat()
      const { data, errors = [] } = await post(gateway.url, sent)
      const [error] = errors
      if (error?.extensions.code === 'UNAUTHENTICATED' && data) return 'nobody'
      return error ? error.message : String(data?.me)
    },
    async reads(headers) {
      const { body } = await gateway.query('{ scoped }', {}, headers)
      return !JSON.stringify(body).includes('errors')
    },
  }
}

interface Answer {
  readonly data?: { readonly me: string | null }
  readonly errors?: readonly { readonly message: string; readonly extensions: { readonly code: string } }[]
}

/** By Node's own client, which sends header lines as they are. */
async function post(url: string, headers: readonly string[]): Promise<Answer> {
  const { promise, resolve, reject } = Promise.withResolvers<string>()
  const all = ['content-type', 'application/json', 'host', new URL(url).host, ...headers]
  const sent = request(`${url}/graphql`, { method: 'POST', headers: all }, answer => {
    const { statusCode } = answer
    text(answer).then(body => resolve(statusCode === 200 ? body : withStatus(body, statusCode)), reject)
  })
  sent.on('error', reject).end(JSON.stringify({ query: '{ me }' }))
  return JSON.parse(await promise)
}

function withStatus(body: string, status: number | undefined): string {
  return body.replace('"message":"', `"message":"${status} `)
}
