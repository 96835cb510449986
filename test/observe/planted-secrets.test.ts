import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { SignJWT } from 'jose'
import { expect, test } from 'vitest'
import { runSluice, startSluice } from '../command/sluice.ts'
import { findSecrets } from '../fuzz/secrets.ts'
import { createDatabase } from '../support/dialects.ts'
import { freePort } from '../support/free-port.ts'
import { createTempDirectory } from '../support/temp-directory.ts'
import { startTraceCollector } from '../support/trace-collector.ts'
import { startUpstream, type UpstreamRequest } from '../support/upstream.ts'

/** What nobody may see but those whom it is for; with what URLs, JSON and SQL write otherwise. */
const SECRETS = {
  'token of the API': 'plant/api+t0ken&1',
  'key in the URL of the API': 'plant-url-k3y-2',
  'client secret of OAuth': 'plant/oauth+s3cret&3',
  'access token of OAuth': 'plant-access-t0ken-4',
  'password of PostgreSQL': 'plant-postgres-pw-5',
  'password of MariaDB': 'plant-mariadb-pw-6',
  'password of Redis': 'plant-redis-pw-7',
  'secret of tokens': 'plant-jwt-secret-of-32-characters-and-more-8',
  'secret of the trace': 'plant-trace-secret-9',
  'bearer token of the client': 'plant-cl1ent-token-10',
  'cookie of the client': 'plant-c00kie-11',
  'key in the URL of the client': 'plant-query-k3y-12',
  'header of the client': 'plant-cl1ent-header-13',
  'password that the client sends': 'plant-user-pw-14',
} as const

const SCHEMA = `
  extend schema
    @source(name: "api", http: {
      baseURL: "{$env.API_URL}/v1?key={$env.API_KEY}"
      headers: ["Authorization: Bearer {$env.API_TOKEN}", "X-Session: {$headers.x-session}"]
      retries: 0, circuitFailures: 0
    })
    @source(name: "down", http: { baseURL: "{$env.DOWN_URL}?key={$env.API_KEY}", headers: ["Authorization: Bearer {$env.API_TOKEN}"], retries: 0 })
    @source(name: "granted", http: { baseURL: "{$env.API_URL}/granted", retries: 0, circuitFailures: 0
      oauth: { tokenURL: "{$env.API_URL}/token", clientId: "sluice", clientSecret: "{$env.OAUTH_SECRET}" } })
    @source(name: "refusing", http: { baseURL: "{$env.API_URL}/granted", retries: 0, circuitFailures: 0
      oauth: { tokenURL: "{$env.API_URL}/refused", clientId: "sluice", clientSecret: "{$env.OAUTH_SECRET}" } })
    @source(name: "postgres", sql: { url: "{$env.POSTGRES_URL}" })
    @source(name: "maria", sql: { url: "{$env.MARIA_URL}" })
    @source(name: "lite", sql: { url: "{$env.LITE_URL}" })
    @jwt(issuer: "https://issuer.test", audience: "shop", secret: "{$env.JWT_SECRET}")
  type Query {
    me: String @http(source: "api", GET: "/me")
    echo: String @http(source: "api", GET: "/echo")
    html: String @http(source: "api", GET: "/html")
    lost: String @http(source: "down", GET: "/lost")
    granted: String @http(source: "granted", GET: "/echo")
    refused: String @http(source: "refusing", GET: "/echo")
    row: Row @sql(where: { id: 1 })
    other: Other @sql(where: { id: 1 })
    login(name: String!, password: String!): User @sql(where: { name: "{$args.name}", password: "{$args.password}" })
    wrong: String @sql(source: "lite", query: "SELECT name FROM users WHERE password = {$headers.x-session} AND missing = 1")
  }
  type Mutation { signIn(password: String!): String @http(source: "api", POST: "/echo", body: { password: "{$args.password}" }) }
  type Row @sql(source: "postgres", table: "rows", key: "id") { id: ID }
  type Other @sql(source: "maria", table: "rows", key: "id") { id: ID }
  type User @sql(source: "lite", table: "users", key: "id") { id: ID name: String }
`

/** A text with all that it has in base64 or percent-encoding behind it, as `Basic` has a user's name and password. */
function decoded(text: string): string {
  const words = text.match(/[\w+/-]{16,}/g) ?? []
  const plain = text.replaceAll(/%[\dA-Fa-f]{2}/g, byte => String.fromCharCode(Number.parseInt(byte.slice(1), 16)))
  const inside = words.map(word => decodeSafely(Buffer.from(word, 'base64').toString('latin1')))
  return `${text}\n${plain}\n${inside.join('\n')}`
}

function decodeSafely(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

/** An API that says all it knows of a request when it fails, as frameworks do. */
function answer({ method, url, headers, body }: UpstreamRequest) {
  const { pathname } = new URL(url, 'http://api')
  if (pathname === '/v1/me') return { json: 'Ann' }
  if (pathname === '/token')
    return { json: { access_token: SECRETS['access token of OAuth'], token_type: 'bearer', expires_in: 60 } }
  const told = { error: 'refused', method, url, headers, body, form: decodeSafely(body) }
  if (pathname === '/v1/html')
    return {
      status: 500,
      headers: { 'content-type': 'text/html' },
      body: `<pre>${method} ${url} Authorization: ${headers.authorization}</pre>`,
    }
  return { status: pathname === '/refused' ? 401 : 500, json: told }
}

async function startWorld() {
  await using opening = new AsyncDisposableStack()
  const api = opening.use(await startUpstream(answer))
  const lite = opening.use(
    await createDatabase('sqlite', 'CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT, password TEXT)'),
  )
  const maria = opening.use(await createDatabase('mariadb'))
  const directory = opening.use(await createTempDirectory())
  await writeFile(join(directory.path, 'schema.graphql'), SCHEMA)
  const closed = await freePort()
  const refusedLogin = new URL(maria.url)
  refusedLogin.password = SECRETS['password of MariaDB']
  const environment = {
    API_URL: api.url,
    API_KEY: SECRETS['key in the URL of the API'],
    API_TOKEN: SECRETS['token of the API'],
    DOWN_URL: `http://127.0.0.1:${closed}`,
    OAUTH_SECRET: SECRETS['client secret of OAuth'],
    POSTGRES_URL: `postgres://app:${SECRETS['password of PostgreSQL']}@127.0.0.1:${closed}/shop`,
    MARIA_URL: refusedLogin.href,
    LITE_URL: lite.url,
    JWT_SECRET: SECRETS['secret of tokens'],
    SLUICE_REDIS_URL: `redis://app:${SECRETS['password of Redis']}@127.0.0.1:${closed}`,
    SLUICE_TRACE_SECRET: SECRETS['secret of the trace'],
  }
  const open = opening.move()
  return { api, maria, path: directory.path, environment, [Symbol.asyncDispose]: () => open.disposeAsync() }
}

const OPERATIONS = [
  '{ me }',
  '{ me echo html lost granted refused }',
  '{ row { id } other { id } wrong }',
  `{ login(name: "ann", password: "${SECRETS['password that the client sends']}") { id } }`,
  `mutation { signIn(password: "${SECRETS['password that the client sends']}") }`,
  'mutation ($password: String!) { signIn(password: $password) }',
  'query Login($password: String!) { login(name: "ann", password: $password) { id } }',
  '{ nothing(',
  '{ nothing }',
]

test.each(['development', 'production'])('No planted secret is in anything that a gateway says (%s)', async profile => {
  await using world = await startWorld()
  await using collector = await startTraceCollector()
  const metricsPort = await freePort()
  const flags = [
    '--log-level',
    'debug',
    '--metrics-port',
    String(metricsPort),
    '--profile',
    profile,
    '--rate-limit',
    '1000/1m',
    '--cost',
    'tell',
    '--server-timing',
  ]
  await using sluice = startSluice(['start', '--port', '0', ...flags], {
    cwd: world.path,
    environment: { ...world.environment, ...collector.environment },
  })
  const url = await sluice.said(/at (http:\S+)\/graphql/)
  const said: string[] = []
  const get = async (address: string, init: RequestInit = {}) => {
    const response = await fetch(address, { redirect: 'manual', ...init })
    said.push(`${JSON.stringify([...response.headers])}\n${await response.text()}`)
    return response.status
  }
  const claims = { iss: 'https://issuer.test', aud: 'shop', sub: 'ann' }
  const signed = await new SignJWT(claims)
    .setProtectedHeader({ alg: 'HS256' })
    .setExpirationTime('1h')
    .sign(Buffer.from(SECRETS['secret of tokens']))
  const client = {
    'content-type': 'application/json',
    cookie: `session=${SECRETS['cookie of the client']}`,
    'x-session': SECRETS['header of the client'],
    'x-api-key': SECRETS['header of the client'],
  }
  const tokens = [
    {},
    { authorization: `Bearer ${SECRETS['bearer token of the client']}` },
    { authorization: `Basic ${btoa(`ann:${SECRETS['bearer token of the client']}`)}` },
    { authorization: `Bearer ${signed}` },
    { authorization: `Bearer ${signed.slice(0, -3)}` },
    { 'x-sluice-trace': `${SECRETS['secret of the trace']}; answers` },
    { 'x-sluice-trace': '1' },
  ]
  const statuses = new Set<number>()
  for (const token of tokens)
    for (const query of OPERATIONS) {
      const variables = { password: SECRETS['password that the client sends'] }
      const search = `?api_key=${SECRETS['key in the URL of the client']}`
      statuses.add(
        await get(`${url}/graphql${search}`, {
          method: 'POST',
          headers: { ...client, ...token },
          body: JSON.stringify({ query, variables }),
        }),
      )
    }
  for (const path of [
    '/',
    '/graphql',
    '/ready',
    '/health',
    `/nothing?token=${SECRETS['key in the URL of the client']}`,
  ])
    for (const accept of ['text/html', 'application/json'])
      await get(`${url}${path}`, { headers: { ...client, 'content-type': '', accept } })
  await get(`http://127.0.0.1:${metricsPort}/metrics`)
  await expect.poll(() => collector.spans.length, { timeout: 20_000 }).toBeGreaterThan(10)
  sluice.kill('SIGTERM')
  const { code, out, err } = await sluice.ending
  expect(code).toBe(0)

  // What was planted has come where it belongs, and what fails has been told.
  const heard = new Set(findSecrets(decoded(JSON.stringify(world.api.requests)), SECRETS))
  expect(
    Object.keys(SECRETS)
      .filter(name => !heard.has(name))
      .sort(),
  ).toEqual([
    'bearer token of the client',
    'cookie of the client',
    'key in the URL of the client',
    'password of MariaDB',
    'password of PostgreSQL',
    'password of Redis',
    'secret of the trace',
    'secret of tokens',
  ])
  expect([...statuses].sort()).toEqual(expect.arrayContaining([200, 401]))
  expect(said.some(text => text.includes('"trace":{'))).toBe(true)
  expect(said.some(text => text.includes('"answer":{'))).toBe(profile === 'development')
  for (const told of ['answered 500', 'refused', 'Redis can not be reached', 'Access denied'])
    expect(err).toContain(told)

  for (const [where, text] of Object.entries({
    answers: said.join('\n'),
    console: out,
    log: err,
    spans: JSON.stringify(collector.spans),
  }))
    expect({ where, found: findSecrets(decoded(text), SECRETS) }).toEqual({ where, found: [] })
})

test('No planted secret is in what the commands print', async () => {
  await using world = await startWorld()
  const { path: cwd, environment } = world
  const run = async (args: readonly string[]) => {
    const { out, err, code } = await runSluice(args, { cwd, environment })
    expect(findSecrets(decoded(out + err), SECRETS), args.join(' ')).toEqual([])
    return { code, text: out + err }
  }
  // Two databases are down, and two sources of a schema with a mistake in each place are named.
  expect((await run(['check'])).text).toContain('postgres')
  await run(['check', '--offline'])
  await run(['print'])
  const token = `Authorization: Bearer ${SECRETS['token of the API']}`
  const doors: readonly (readonly string[])[] = [
    ['sql', world.environment.POSTGRES_URL],
    ['sql', world.environment.MARIA_URL],
    ['openapi', `${world.api.url}/v1/html?key=${SECRETS['key in the URL of the API']}`, '--header', token],
    ['json', `${world.api.url}/v1/echo?key=${SECRETS['key in the URL of the API']}`, '--header', token],
    ['json', `http://app:${SECRETS['password of Redis']}@127.0.0.1:1/x`],
  ]
  for (const door of doors) expect((await run(['import', ...door])).code, door.join(' ')).not.toBe(0)
  await writeFile(
    join(cwd, 'schema.graphql'),
    `${SCHEMA} type Broken @sql(source: "nothing") { id: ID @http(GET: "{$env.API_KEY") }`,
  )
  expect((await run(['check'])).code).toBe(1)
  expect((await run(['start', '--port', '0'])).code).toBe(1)
})
