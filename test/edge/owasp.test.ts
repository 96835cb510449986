import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Config } from '../../src/config/config.ts'
import { startTestGateway, type TestGateway } from '../support/gateway.ts'
import { createSqliteDatabase } from '../support/sqlite.ts'
import { startUpstream, type Upstream, type UpstreamRequest } from '../support/upstream.ts'
import { INSIDE } from './ask.ts'

/*
 * The list of OWASP's GraphQL cheat sheet and API Security Top 10, each in both profiles and on both lanes; docs/security.md has the table.
 */
const SCHEMA = `
  extend schema
    @source(name: "api", http: { baseURL: "{$env.API}/v1", retries: 0, circuitFailures: 0, redirects: SAME_ORIGIN })
    @source(name: "inside", http: { baseURL: "{$env.INTERNAL}", retries: 0, denyPrivateAddresses: true })
    @source(name: "db", sql: { url: "{$env.DB}" })
  type Query {
    item(id: ID!): Item @http(source: "api", GET: "/items/{$args.id}")
    find(text: String!): [Item!] @http(source: "api", GET: "/find?q={$args.text}&only=public")
    noted(note: String!): Item @http(source: "api", GET: "/noted", headers: ["X-Note: {$args.note}"])
    moved(to: String!): Item @http(source: "api", GET: "/moved?to={$args.to}")
    broken: Item @http(source: "api", GET: "/broken")
    inside: Item @http(source: "inside", GET: "/latest/meta-data")
    users(name: String!): [User!] @sql(where: { name: "{$args.name}" }, orderBy: "id")
    search(where: UserFilter, orderBy: [UserOrder!]): [User!] @sql
    broke: String @sql(source: "db", query: "SELECT nothing FROM users WHERE id = 1")
    rare(code: String!): Item @http(source: "api", GET: "/codes/{$args.code}") @rateLimit(limit: 3, window: "1h")
  }
  type Mutation { save(input: Save!): Item @http(source: "api", POST: "/items", body: "{$args.input}") }
  input Save { title: String! }
  type Item { id: ID title: String next: Item @http(source: "api", GET: "{$this.link}") }
  type User @sql(source: "db", table: "users", key: "id") { id: ID! name: String }
`
const USERS = `CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT, password TEXT);
  INSERT INTO users VALUES (1, 'Ann', 'hunter2'), (2, 'Bob', 'hunter3')`

const JSON_TYPE = { 'content-type': 'application/json' }

describe.each<[Config['profile'], boolean]>([
  ['development', true],
  ['development', false],
  ['production', true],
  ['production', false],
])('In %s (direct lane %j)', (profile, directLane) => {
  const resources = new AsyncDisposableStack()
  let gateway: TestGateway
  let api: Upstream
  let internal: Upstream
  let links: readonly string[]

  const answer = ({ method, url, body }: UpstreamRequest) => {
    const { pathname, searchParams } = new URL(url, 'http://api')
    const to = searchParams.get('to')
    if (to !== null) return { status: 302, headers: { location: to } }
    if (pathname === '/v1/broken')
      return {
        status: 500,
        json: { stack: 'at db (/srv/app.js:1:2)', sql: 'SELECT * FROM users', host: 'db-7.internal' },
      }
    if (pathname === '/v1/find') return { json: [{ id: 1, title: searchParams.get('q') }] }
    if (method === 'POST') return { json: { id: 9, ...JSON.parse(body) } }
    const at = Number(/^\/v1\/items\/link(\d+)$/.exec(pathname)?.[1])
    return { json: { id: 1, title: 'public', password: 'hunter2', link: links[at] } }
  }
  beforeAll(async () => {
    api = resources.use(await startUpstream(answer))
    internal = resources.use(await startUpstream(() => ({ json: { id: 'internal' } })))
    const { port } = new URL(internal.url)
    links = [
      `${internal.url}/latest`,
      `//127.0.0.1:${port}/`,
      `http://api@127.0.0.1:${port}/`,
      '/../../admin',
      '/%2e%2e/admin',
      'file:///etc/passwd',
      '\\\\127.0.0.1\\x',
    ]
    const database = resources.use(await createSqliteDatabase(USERS))
    const environment = { API: api.url, INTERNAL: internal.url, DB: database.url }
    gateway = resources.use(
      await startTestGateway({ schema: SCHEMA, environment, config: { profile, directLane, host: '127.0.0.1' } }),
    )
  })
  afterAll(() => resources.disposeAsync())

  const ask = (query: string, variables: Readonly<Record<string, unknown>> = {}) => gateway.query(query, variables)
  const send = async (init: RequestInit, search = '') => {
    const response = await fetch(`${gateway.url}/graphql${search}`, init)
    return { status: response.status, text: await response.text(), headers: response.headers }
  }
  /** What has been asked of the API and the database's neighbour since. */
  const callsSince = async (act: () => Promise<unknown>) => {
    const before = [api.requests.length, internal.requests.length] as const
    await act()
    return [...api.requests.slice(before[0]), ...internal.requests.slice(before[1])].map(
      ({ method, url }) => `${method} ${url}`,
    )
  }

  test('Injection: a value stays one segment, one parameter, one header, one member of a body', async () => {
    const calls = await callsSince(async () => {
      for (const id of ['a/b?x=1#y', 'a%2fb', '..', '%2e%2e/admin', 'a\r\nX: 1', '\u0000'])
        await ask('query ($id: ID!) { item(id: $id) { id } }', { id })
      await ask('query ($text: String!) { find(text: $text) { title } }', { text: 'x&only=secret#' })
    })
    expect(calls).toEqual([
      'GET /v1/items/a%2Fb%3Fx%3D1%23y',
      'GET /v1/items/a%252fb',
      'GET /v1/items/a%0D%0AX%3A%201',
      'GET /v1/items/%00',
      'GET /v1/find?q=x%26only%3Dsecret%23&only=public',
    ])
    await ask('query ($note: String!) { noted(note: $note) { id } }', { note: 'a\r\nX-Admin: 1' })
    expect(api.requests.some(({ headers }) => 'x-admin' in headers)).toBe(false)
    const title = '","admin":true,"x":"'
    await ask('mutation ($input: Save!) { save(input: $input) { id } }', { input: { title } })
    expect(JSON.parse(api.requests.at(-1)?.body ?? '')).toEqual({ title })
  })

  test('Injection: a value in a statement, a filter or an order is a value', async () => {
    for (const name of [
      "' OR 1=1 --",
      "Ann' UNION SELECT 1, password FROM users --",
      'Ann"; DROP TABLE users; --',
      '%',
      '{$env.DB}',
    ])
      for (const query of [
        'query ($name: String!) { users(name: $name) { id } }',
        'query ($name: String!) { users: search(where: { name: { eq: $name } }) { id } }',
      ])
        expect((await ask(query, { name })).body).toEqual({ data: { users: [] } })
    const { status } = await ask('{ search(orderBy: [{ password: ASC }]) { id } }')
    expect(status).toBe(400)
    expect((await ask('{ search { id name } }')).body).toEqual({
      data: {
        search: [
          { id: '1', name: 'Ann' },
          { id: '2', name: 'Bob' },
        ],
      },
    })
  })

  test('SSRF: neither links, nor redirects, nor a private address lead anywhere else', async () => {
    const calls = await callsSince(async () => {
      for (const at of links.keys()) {
        const { body } = await ask(`{ item(id: "link${at}") { id next { id } } }`)
        expect(body).toMatchObject({ errors: [{ path: ['item', 'next'] }], data: { item: { id: '1', next: null } } })
      }
    })
    expect(calls).toEqual([...links.keys()].map(at => `GET /v1/items/link${at}`))
    for (const to of [`${internal.url}/latest`, 'file:///etc/passwd', `//${new URL(internal.url).host}/`])
      expect((await ask('query ($to: String!) { moved(to: $to) { id } }', { to })).body).toMatchObject({
        data: { moved: null },
      })
    expect((await ask('{ inside { id } }')).body).toMatchObject({ data: { inside: null } })
    expect(internal.requests).toHaveLength(0)
  })

  test('Batching: neither lists of operations nor aliases get around a limit', async () => {
    const batch = JSON.stringify([{ query: '{ rare(code: "1") { id } }' }, { query: '{ rare(code: "2") { id } }' }])
    expect((await send({ method: 'POST', headers: JSON_TYPE, body: batch })).status).toBe(400)
    const codes = Array.from({ length: 20 }, (_, code) => `c${code}: rare(code: "${code}") { id }`)
    const calls = await callsSince(async () => {
      expect((await ask(`{ ${codes.join(' ')} }`)).body).toMatchObject({ errors: { length: 20 } })
    })
    expect(calls).toEqual([])
  })

  test('Resources: what is too deep, too wide, too long or too large is refused, and nothing is called', async () => {
    const deep = (levels: number) => `{ item(id: 1) ${'{ next '.repeat(levels)}{ id }${' }'.repeat(levels)} }`
    const [depth, roots, aliases] = profile === 'production' ? [31, 51, 101] : [201, 10_001, 10_001]
    const calls = await callsSince(async () => {
      for (const [query, limit] of [
        [deep(depth), 'depth'],
        [`{ ${'__typename '.repeat(roots)} }`, 'rootFields'],
        [`{ item(id: 1) { ${Array.from({ length: aliases }, (_, at) => `a${at}: id`).join(' ')} } }`, 'aliases'],
        [`{ item(id: "${'x'.repeat(140_000)}") { id } }`, 'bytes'],
      ] as const)
        expect((await ask(query)).body).toMatchObject({
          errors: [
            {
              extensions: {
                code: 'OPERATION_LIMIT_EXCEEDED',
                limit: expect.stringMatching(new RegExp(`^(${limit}|tokens|fields)$`)),
              },
            },
          ],
        })
      expect(
        (await send({ method: 'POST', headers: JSON_TYPE, body: `{"query":"${' '.repeat(1_100_000)}"}` })).status,
      ).toBe(413)
      expect(
        (
          await ask('query ($t: String!) { find(text: $t) { id } }', {
            t: 1,
            x: JSON.parse('['.repeat(150) + ']'.repeat(150)),
          })
        ).status,
      ).toBe(400)
    })
    expect(calls).toEqual([])
  })

  test('CSRF: a foreign page, a form, a plain text and a mutation by GET do nothing', async () => {
    const mutation = 'mutation { save(input: { title: "x" }) { id } }'
    const body = JSON.stringify({ query: mutation })
    const calls = await callsSince(async () => {
      const headers = { ...JSON_TYPE, origin: 'https://evil.example' }
      const foreign = await send({ method: 'POST', headers, body })
      expect([foreign.status, foreign.headers.get('access-control-allow-origin')]).toEqual([403, null])
      expect(
        (await send({ method: 'POST', headers: { ...JSON_TYPE, 'sec-fetch-site': 'cross-site' }, body })).status,
      ).toBe(403)
      for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x'])
        expect((await send({ method: 'POST', headers: { 'content-type': type }, body })).status).toBe(415)
      expect(
        (await send({ headers: { accept: 'application/json' } }, `?query=${encodeURIComponent(mutation)}`)).status,
      ).toBe(405)
    })
    expect(calls).toEqual([])
  })

  test('Inventory: the schema, its names and the page are open to those who write it only', async () => {
    const isOpen = profile === 'development'
    const text = (await ask('{ __schema { types { name } } }')).text
    expect(text.includes('"name":"User"')).toBe(isOpen)
    expect((await ask('{ itm(id: 1) { id } }')).text.includes('Did you mean')).toBe(isOpen)
    expect(
      (await ask('mutation ($input: Save!) { save(input: $input) { id } }', { input: { titel: 'x' } })).text.includes(
        'Did you mean',
      ),
    ).toBe(isOpen)
    expect((await send({ headers: { accept: 'text/html' } })).text.includes('<html')).toBe(isOpen)
    const { text: traced } = await gateway.query('{ item(id: 1) { id } }', {}, { 'x-sluice-trace': '1' })
    expect(traced).toBe('{"data":{"item":{"id":"1"}}}')
  })

  test('Properties: nobody reads or writes what the schema does not have', async () => {
    expect((await ask('{ item(id: 1) { password } }')).status).toBe(400)
    expect((await ask('{ search { password } }')).status).toBe(400)
    expect((await ask('{ search(where: { password: { eq: "hunter2" } }) { id } }')).status).toBe(400)
    const calls = await callsSince(async () => {
      const input = { title: 'x', role: 'admin' }
      expect((await ask('mutation ($input: Save!) { save(input: $input) { id } }', { input })).status).toBe(400)
    })
    expect(calls).toEqual([])
  })

  test('Errors: what happened inside is for the log', async () => {
    const { text, body } = await ask('{ broken { id } broke inside { id } }')
    expect(body).toMatchObject({ data: { broken: null, broke: null, inside: null }, errors: { length: 3 } })
    for (const inside of [INSIDE, /SELECT|users|srv|internal"|hunter|127\.0\.0\.1/])
      expect(inside.exec(text)?.[0]).toBeUndefined()
    expect((await ask('{ item(id: ')).text).not.toMatch(INSIDE)
  })
})
