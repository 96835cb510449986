import fc from 'fast-check'

/** What the requests ask. */
export const SCHEMA = `
  extend schema @source(name: "api", http: { baseURL: "{$env.API}", headers: ["x-user: {$headers.x-user}"] })
  type Query { post(id: ID!): Post @http(GET: "/posts/{$args.id}"), broken: String @http(GET: "/broken") }
  type Mutation { add(title: String!): Post @http(POST: "/posts", body: { title: "{$args.title}" }) }
  type Post { id: ID!, title: String }`

/** What the schema's API answers. */
export const answerOf = ({ url }: { readonly url?: string | undefined }) =>
  url === '/broken' ? { status: 500 } : { json: { id: 1, title: 'Größe' }, headers: { 'cache-control': 'max-age=60' } }

/** Limits that some of the requests go beyond, and an origin that may ask. */
export const CONFIG = { bodyLimit: 2_000, maxOperationBytes: 1_000, corsOrigins: ['https://app.example'] }

/** The headers of an answer without what the clock says: the time of day, and for how many seconds more it may be kept. */
export function timeless({ date: _, ...headers }: Readonly<Record<string, string>>): Record<string, string> {
  const control = headers['cache-control']?.replace(/max-age=\d+/, 'max-age=SECONDS')
  return control === undefined ? headers : { ...headers, 'cache-control': control }
}

const QUERY = JSON.stringify({ query: '{ post(id: 1) { id title } }' })
/** Bodies of all kinds. */
export const bodies: readonly (string | Uint8Array)[] = [
  QUERY,
  `\ufeff${QUERY}`,
  JSON.stringify({ query: 'query A { __typename } query B { post(id: 2) { id } }', operationName: 'B' }),
  JSON.stringify({ query: 'query A { __typename } query B { __typename }' }),
  JSON.stringify({ query: 'query ($id: ID!) { post(id: $id) { id } }', variables: { id: 1 } }),
  JSON.stringify({ query: 'query ($id: ID!) { post(id: $id) { id } }', variables: { id: [1] } }),
  JSON.stringify({ query: 'query ($id: ID!) { post(id: $id) { id } }', variables: [] }),
  JSON.stringify({ query: 'mutation { add(title: "Ö") { id } }' }),
  JSON.stringify({ query: '{ broken post(id: 1) { id } }' }),
  JSON.stringify({ query: '{ nothing }' }),
  JSON.stringify({ query: '{ post(id: ' }),
  JSON.stringify({ query: 'subscription { x }' }),
  JSON.stringify({ query: '' }),
  JSON.stringify({ query: 1 }),
  JSON.stringify({ query: '{ __typename }', extensions: 'x' }),
  JSON.stringify({ query: `{ a: __typename ${'# '.repeat(600)} }` }),
  JSON.stringify({ query: `{ ${'x'.repeat(3_000)} }` }),
  JSON.stringify([{ query: '{ __typename }' }]),
  'null',
  '{',
  '',
  'query=%7B__typename%7D',
  Uint8Array.of(0x7b, 0xff, 0x7d),
]

const types = [
  'application/json',
  'application/json; charset=utf-8',
  'application/json;charset="UTF-8"',
  'application/json; charset=latin1',
  'Application/JSON',
  'application/json, application/json',
  'application/json+x',
  'application/jsonx',
  'application/graphql',
  'application/graphql-response+json',
  'application/x-www-form-urlencoded',
  'multipart/form-data; boundary=x',
  'text/plain',
  '',
]

const accepts = [
  'application/json',
  'application/graphql-response+json',
  'application/graphql-response+json, application/json;q=0.9',
  'application/json;q=0, */*',
  '*/*',
  'text/event-stream',
  'multipart/mixed;deferSpec=20220824, application/json',
  'application/json, text/event-stream',
  'text/html',
  'nonsense',
  '',
]

const oneOf = (...texts: string[]) => fc.constantFrom(...texts)
/** Requests of all kinds to `/graphql`. */
export const request = fc.record({
  method: fc.oneof({ weight: 6, arbitrary: fc.constant('POST') }, oneOf('GET', 'PUT', 'HEAD', 'OPTIONS', 'post')),
  search: fc.oneof(
    { weight: 4, arbitrary: fc.constant('') },
    oneOf(
      '?query={__typename}',
      '?query=mutation{add(title:"x"){id}}',
      '?query=%ZZ',
      '?query={__typename}&variables=1',
    ),
  ),
  body: fc.constantFrom(...bodies),
  type: fc.option(oneOf(...types), { nil: undefined }),
  accept: fc.option(oneOf(...accepts), { nil: undefined }),
  more: fc.subarray([
    'content-encoding: gzip',
    'origin: https://app.example',
    'origin: https://evil.example',
    'sec-fetch-site: cross-site',
    'x-user: Ann',
    'transfer-encoding: chunked',
    'expect: 100-continue',
    'graphql-preflight: 1',
  ]),
})
