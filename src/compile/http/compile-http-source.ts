import type { NamedTemplate } from '../../plan/http/http-binding.ts'
import { TOLD_BY_STATUS } from '../../plan/http/http-failure.ts'
import type { HttpPages } from '../../plan/http/http-pages.ts'
import type { HttpSourceSettings } from '../../plan/http/http-source-settings.ts'
import { TOKEN_TO_COME } from '../../plan/http/oauth-settings.ts'
import type { Path } from '../../plan/path.ts'
import { CACHE_OPTIONS, HTTP_OPTIONS } from '../../schema/source-options/http-options.ts'
import type { TlsOptions } from '../../source/tls-options.ts'
import { compileTls } from '../source/compile-tls.ts'
import { readCount, readOptions, type SourceOptions } from '../source/source-options.ts'
import type { OwnSettings } from '../source-kind.ts'
import { startupText } from '../template/startup-text.ts'
import { checkHttpURL } from './check-http-url.ts'
import { compileExpose } from './compile-expose.ts'
import { compileFailure } from './compile-failure.ts'
import { compileHeaders } from './compile-headers.ts'
import { compileOAuth } from './compile-oauth.ts'
import { compileProxy } from './compile-proxy.ts'
import { compilePageOptions, type PageValues } from './page-options.ts'

const BASE_URL = {
  called: 'base URL',
  instead: 'Write basicAuth: { user: "{$env.API_USER}", password: "{$env.API_PASSWORD}" }.',
}

/** Compiles `@source(http: { … })`. */
export function compileHttpSource(options: SourceOptions): OwnSettings<HttpSourceSettings> {
  const { values, context } = options
  const baseURL = startupText(values.baseURL, 'http.baseURL', 'the URL of a source', context)
  if (baseURL !== undefined) checkHttpURL(baseURL, 'http.baseURL', BASE_URL, context.report)
  const own = readOptions(HTTP_OPTIONS, options)
  return {
    address: baseURL ?? '',
    baseURL: baseURL ?? '',
    headers: headersOption(options),
    expose: compileExpose(options),
    proxy: own.denyPrivateAddresses ? undefined : compileProxy(baseURL, 'http.baseURL', context),
    oauth: compileOAuth(options),
    failure: compileFailure(values.error, 'http.error', TOLD_BY_STATUS, context.report),
    pages: pagesOption(options),
    tls: tlsOption(options, baseURL),
    cacheBytes: cacheOption(options),
    ...own,
  }
}

function pagesOption({ values: { pages: values }, context: { report } }: SourceOptions): HttpPages | undefined {
  if (typeof values !== 'object' || values === null) return undefined
  const itemPath = (path: Path) => path
  return compilePageOptions({
    values: values as PageValues,
    argument: 'http.pages',
    report,
    defaults: undefined,
    itemPath,
  })
}

function cacheOption(options: SourceOptions): number | undefined {
  const { cache } = options.values
  if (typeof cache !== 'object' || cache === null) return undefined
  const { maxBytes } = cache as { readonly maxBytes?: unknown }
  return readCount(CACHE_OPTIONS.maxBytes, 'cache.maxBytes', maxBytes, options)
}

function headersOption(options: SourceOptions): NamedTemplate[] {
  const { values, context } = options
  const headers = compileHeaders(values.headers, 'http.headers', context)
  const basicAuth = compileBasicAuth(options)
  const token = values.oauth ? { name: 'authorization', value: [TOKEN_TO_COME] } : undefined
  const [own, other] = [basicAuth, token].filter(each => each !== undefined)
  const said = basicAuth ? 'basicAuth' : 'oauth'
  if (other) context.report('http.oauth', 'basicAuth and oauth are both sent as Authorization.', 'Keep one of them.')
  if (own && headers.some(({ name }) => name === own.name))
    context.report(`http.${said}`, `${said} is sent as Authorization, and headers has one.`, 'Keep one of them.')
  return own ? [...headers, own] : headers
}

function tlsOption(options: SourceOptions, baseURL: string | undefined): TlsOptions | undefined {
  const tls = compileTls(options)
  if (tls && baseURL?.toLowerCase().startsWith('http:'))
    options.context.report('http.tls', 'the base URL is http:, which is not encrypted.', 'Write https:, or remove tls.')
  return tls
}

/** Compiles `basicAuth: { user: "…", password: "…" }` to the header that it is sent as (RFC 7617, 2). */
function compileBasicAuth({ kind, values, context }: SourceOptions): NamedTemplate | undefined {
  const { basicAuth } = values
  if (typeof basicAuth !== 'object' || basicAuth === null) return undefined
  const said = basicAuth as Readonly<Record<string, unknown>>
  const textOf = (name: string) => startupText(said[name], `${kind}.basicAuth.${name}`, `"${name}"`, context)
  const [user, password] = [textOf('user'), textOf('password')]
  if (user === undefined || password === undefined) return undefined
  if (user.includes(':'))
    context.report(`${kind}.basicAuth.user`, 'the user has a ":", which ends a user.', 'Write it without one.')
  return { name: 'authorization', value: [`Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`] }
}
