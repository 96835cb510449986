import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { createDatabase, DIALECTS } from '../../support/dialects.ts'
import { startTestGateway, type TestGateway } from '../../support/gateway.ts'
import { startIssuer, type TestIssuer } from '../../support/issuer.ts'
import type { TestDatabase } from '../../support/test-database.ts'
import { startUpstream, type Upstream } from '../../support/upstream.ts'

const SQL = `
  CREATE TABLE accounts (id INT PRIMARY KEY, tenant INT NOT NULL, name VARCHAR(40));
  CREATE TABLE orders (id INT PRIMARY KEY, tenant INT NOT NULL, note VARCHAR(40), account_id INT);
  INSERT INTO accounts VALUES (1, 10, 'of 10'), (2, 20, 'of 20'), (3, 10, 'of 10');
  INSERT INTO orders VALUES (1, 10, 'of 10', 1), (2, 20, 'of 20', 2), (3, 10, 'of 10', 3), (4, 20, 'of 20', 1);
`
/** Both ways lead from rows of one tenant to those of another: order 4 of tenant 20 has an account of tenant 10. */
const TYPES = `
  type Query {
    accounts(where: AccountFilter): [Account!] @sql
    account(id: ID!): Account @sql(where: { id: "{$args.id}" })
    orders(where: OrderFilter, orderBy: [OrderOrder!]): [Order!] @sql
    total(where: OrderFilter): OrderAggregate @sql
    by(groupBy: [OrderGroup!]!, where: OrderFilter): [OrderGroupRow!] @sql
    page(first: Int, where: OrderFilter): OrderConnection! @sql(orderBy: "id")
  }
  type Mutation {
    add(id: Int!, note: String, account: Int): Order @sql(insert: { id: "{$args.id}", note: "{$args.note}", account_id: "{$args.account}" })
    change(id: ID!, note: String): Int @sql(type: "Order", update: { note: "{$args.note}" }, where: { id: "{$args.id}" })
    remove(id: ID!): Int @sql(type: "Order", delete: true, where: { id: "{$args.id}" })
  }
  type Account @sql(table: "accounts", key: "id", where: { tenant: "{$jwt.org.tenant}" }) {
    id: ID!
    name: String
    total(where: OrderFilter): OrderAggregate @sql(where: { account_id: "{$this.id}" })
    orders(where: OrderFilter): [Order!] @sql(where: { account_id: "{$this.id}" })
  }
  type Order @sql(table: "orders", key: "id", where: { tenant: "{$jwt.org.tenant}" }) {
    id: ID!
    note: String
    account: Account @map(from: "account_id")
  }
`
const TENANTS = [10, 20]

/** The header in which a user of a tenant says so, by whom it is known. */
const HEADERS = {
  token: async (tenant: unknown, issuer: TestIssuer) => ({
    authorization: `Bearer ${await issuer.token({ org: { tenant } })}`,
  }),
  opaque: (tenant: unknown) => ({ authorization: `Bearer opaque-${tenant}` }),
  key: (tenant: unknown) => ({ 'x-api-key': `a key of the tenant ${tenant}` }),
  proxy: (tenant: unknown) => ({ 'x-userinfo': JSON.stringify({ sub: 'u', org: { tenant } }) }),
} satisfies Record<string, (tenant: unknown, issuer: TestIssuer) => object>
type Way = keyof typeof HEADERS
const WAYS = Object.keys(HEADERS) as Way[]

function keyOf(tenant: number) {
  const sha256 = createHash('sha256').update(HEADERS.key(tenant)['x-api-key']).digest('hex')
  return { sha256, sub: 'program', org: { tenant } }
}

function introspected(body: string) {
  const [, tenant] = /^token=opaque-(\d+)&/.exec(body) ?? []
  return { active: tenant !== undefined, org: { tenant: Number(tenant) } }
}

const text = fc.constantFrom('of 10', 'of 20', 'of', '')
const filter: fc.Arbitrary<string> = fc.letrec<{ filter: string }>(tie => ({
  filter: fc.oneof(
    { maxDepth: 3 },
    text.map(value => `note: { contains: "${value}" }`),
    fc.integer({ min: 0, max: 5 }).map(id => `id: { ne: "${id}" }`),
    tie('filter').map(inner => `not: { ${inner} }`),
    fc.tuple(tie('filter'), tie('filter')).map(([a, b]) => `or: [{ ${a} }, { ${b} }]`),
    text.map(value => `account: { name: { contains: "${value}" } }`),
    tie('filter').map(inner => `account: { orders: { some: { ${inner} } } }`),
    tie('filter').map(inner => `account: { orders: { none: { ${inner} } } }`),
  ),
})).filter
const OBJECT = '{ id note account { name orders { note account { name } } } }'
const query = fc.oneof(
  filter.map(where => `{ orders(where: { ${where} }) ${OBJECT} }`),
  filter.map(where => `{ page(first: 2, where: { ${where} }) { totalCount nodes ${OBJECT} } }`),
  filter.map(where => `{ total(where: { ${where} }) { count min { note } max { note } } }`),
  filter.map(
    where =>
      `{ by(groupBy: [{ note: VALUE }, { account: { name: VALUE } }], where: { ${where} }) { count keys { note account { name } } } }`,
  ),
  filter.map(where => `{ accounts { total(where: { ${where} }) { count min { note } max { note } } } }`),
  filter.map(where => `{ accounts { name orders(where: { ${where} }) ${OBJECT} } }`),
  fc.integer({ min: 0, max: 5 }).map(id => `{ account(id: ${id}) { name orders ${OBJECT} } }`),
)

describe.each(DIALECTS)('%s', dialect => {
  const stack = new AsyncDisposableStack()
  let database: TestDatabase
  let gateway: TestGateway
  let issuer: TestIssuer
  let introspection: Upstream
  beforeAll(async () => {
    issuer = stack.use(await startIssuer())
    introspection = stack.use(await startUpstream(({ body }) => ({ json: introspected(body) })))
    database = stack.use(await createDatabase(dialect, SQL))
    const schema = `
      extend schema @source(name: "db", sql: { url: "{$env.DB}", maxFilterRelations: 10 })
        @jwt(issuer: "${issuer.issuer}", audience: "shop", jwks: "${issuer.jwks}")
        @opaqueTokens(endpoint: "${introspection.url}/", clientId: "sluice", clientSecret: "secret")
        @apiKeys(keys: "{$env.KEYS}")
        @proxyUser(json: "X-Userinfo")
      ${TYPES}
    `
    const environment = { DB: database.url, KEYS: JSON.stringify(TENANTS.map(keyOf)) }
    gateway = stack.use(await startTestGateway({ schema, environment, config: { trustedProxies: ['127.0.0.1'] } }))
  })
  afterAll(() => stack.disposeAsync())

  const askAs = async (tenant: unknown, operation: string, way: Way = 'token') =>
    await gateway.query(operation, {}, await HEADERS[way](tenant, issuer))

  test('No operation shows a row of another tenant', async () => {
    let shown = 0
    await fc.assert(
      fc.asyncProperty(query, fc.constantFrom(...TENANTS), fc.constantFrom(...WAYS), async (operation, tenant, way) => {
        const { body, text } = await askAs(tenant, operation, way)
        expect(body).not.toHaveProperty('errors')
        // Of filters only the answer counts.
        expect(text).not.toContain(`of ${TENANTS.find(each => each !== tenant)}`)
        if (text.includes(`of ${tenant}`)) shown += 1
      }),
      { numRuns: 150 },
    )
    expect(shown).toBeGreaterThan(20)
  })

  test('A user of both sees the rows of both, and one of none sees none', async () => {
    expect((await askAs([10, 20], '{ orders { id } }')).body).toMatchObject({ data: { orders: { length: 4 } } })
    expect((await askAs([], '{ orders { id } }')).body).toEqual({ data: { orders: [] } })
    for (const tenant of [null, '', undefined, { id: 10 }]) {
      const { body } = await askAs(tenant, '{ orders { id } }')
      expect(body, JSON.stringify(tenant)).toMatchObject({ data: { orders: tenant ? [] : null } })
    }
  })

  test('Nothing of another tenant is written, and what is new is of the own', async () => {
    const rows = () => database.run('SELECT id, tenant, note FROM orders ORDER BY id')
    const before = await rows()
    const changed = await askAs(10, 'mutation { change(id: 2, note: "stolen") remove(id: 4) }')
    expect(changed.body).toEqual({ data: { change: 0, remove: 0 } })
    expect(await rows()).toEqual(before)
    const added = await askAs(20, 'mutation { add(id: 50, note: "of 20", account: 2) { id } }')
    expect(added.body).toEqual({ data: { add: { id: '50' } } })
    expect(await rows()).toContainEqual({ id: 50, tenant: 20, note: 'of 20' })
    expect((await askAs(20, 'mutation { remove(id: 50) }')).body).toEqual({ data: { remove: 1 } })
    for (const way of WAYS)
      expect((await askAs(10, 'mutation { change(id: 2, note: "stolen") }', way)).body).toEqual({ data: { change: 0 } })
    const nobody = await gateway.query('mutation { add(id: 51, note: "x", account: 1) { id } }')
    expect(nobody.body).toMatchObject({ errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] })
    expect(await rows()).toEqual(before)
  })
})

const SAID = ['a', '  ', null, [], [null, ''], ['a', null], {}, { x: 'a' }]

test('A claim that says nothing is never left out of what an API is asked', async () => {
  /** By what reads the claim, for each of SAID: the URL, header and body that are sent; nothing, or why nothing is asked. */
  const outcomes = {
    'query { it: list { sent } }': ['/?t=a', 'missing', 'missing', 'none', 'none', '/?t=a', 'unfit', 'unfit'],
    'query { it: first { sent } }': ['/?t=a', 'missing', 'missing', 'missing', 'missing', '/?t=a', 'unfit', 'unfit'],
    'query { it: joined { sent } }': ['/?t=a', 'missing', 'missing', 'missing', 'missing', '/?t=a', 'unfit', 'unfit'],
    'query { it: byDefault { sent } }': ['/?t=a', '/?t=all', '/?t=all', 'none', 'none', '/?t=a', 'unfit', 'unfit'],
    'query { it: header { sent } }': ['/ a', 'missing', 'missing', 'unfit', 'unfit', 'unfit', 'unfit', 'unfit'],
    'query { it: added { sent } }': ['/', 'missing', 'missing', 'unfit', 'unfit', 'unfit', 'unfit', 'unfit'],
    'mutation { it: form { sent } }': ['/t=a', 'missing', 'missing', 'unfit', 'unfit', '/t=a', 'unfit', '/t%5Bx%5D=a'],
    'mutation { it: pairs { sent } }': ['/t=a', 'missing', 'missing', 'unfit', 'unfit', '/t=a', 'unfit', 'unfit'],
    'mutation { it: body { sent } }': ['/"a"', 'missing', 'missing', '/[]', '/[]', '/["a"]', '/{}', '/{"x":"a"}'],
  }
  await using issuer = await startIssuer()
  await using upstream = await startUpstream(({ url, headers, body }) => ({
    json: [{ sent: `${url}${'x-t' in headers ? ` ${headers['x-t']}` : ''}${body}` }],
  }))
  await using gateway = await startTestGateway({
    schema: `
      extend schema
        @source(name: "api", http: { baseURL: "${upstream.url}" })
        @jwt(issuer: "${issuer.issuer}", audience: "shop", jwks: "${issuer.jwks}")
      type Query {
        list: [Sent!] @http(GET: "/?t={$jwt.t}")
        first: [Sent!] @http(GET: "/?t={$jwt.t | first}")
        joined: [Sent!] @http(GET: "/?t={$jwt.t | join ','}")
        byDefault: [Sent!] @http(GET: "/?t={$jwt.t ?? 'all'}")
        header: [Sent!] @http(GET: "/", headers: ["X-T: {$jwt.t}"])
        added: [Sent!] @http(GET: "/", with: { t: "of {$jwt.t}" })
      }
      type Mutation {
        form: [Sent!] @http(POST: "/", form: { t: "{$jwt.t}" })
        pairs: [Sent!] @http(POST: "/", form: "t={$jwt.t}")
        body: [Sent!] @http(POST: "/", body: "{$jwt.t}")
      }
      type Sent { sent: String }
    `,
  })
  const tokens = await Promise.all(SAID.map(t => issuer.token({ t })))
  for (const [operation, expected] of Object.entries(outcomes)) {
    const answers = tokens.map(token => gateway.query(operation, {}, { authorization: `Bearer ${token}` }))
    const found = (await Promise.all(answers)).map(({ body }) => outcomeOf(body))
    expect(found, operation).toEqual(expected)
  }
})

function outcomeOf(body: unknown): string {
  const { data, errors = [] } = body as {
    readonly data: { readonly it: readonly { readonly sent: string }[] | null }
    readonly errors?: readonly { readonly message: string; readonly extensions: { readonly code: string } }[]
  }
  const [error] = errors
  if (!error) return data.it?.[0]?.sent ?? 'none'
  expect(error.extensions.code).toBe('FORBIDDEN')
  return error.message.includes('has no claim') ? 'missing' : 'unfit'
}

/** A gateway whose API says what it was asked. */
async function startWithApi(issuer: TestIssuer) {
  const upstream = await startUpstream(({ url }) => ({ json: url, headers: { 'cache-control': 'public, max-age=60' } }))
  onTestFinished(() => upstream[Symbol.asyncDispose]())
  const gateway = await startTestGateway({
    schema: `
      extend schema
        @source(name: "api", http: { baseURL: "${upstream.url}", cache: {} })
        @jwt(issuer: "${issuer.issuer}", audience: "shop", jwks: "${issuer.jwks}")
      type Query {
        me: String @http(GET: "/{$jwt.sub}")
        all: String @http(GET: "/all")
        guarded: String @http(GET: "/guarded") @authenticated
      }
    `,
  })
  onTestFinished(() => gateway[Symbol.asyncDispose]())
  return { upstream, gateway }
}

test('The same query of several users at once answers each, and users with the same claims share a run', async () => {
  await using issuer = await startIssuer()
  const { gateway, upstream } = await startWithApi(issuer)
  const users = Array.from({ length: 40 }, (_, n) => `u${n % 4}`)
  const answers = await Promise.all(
    users.map(async (sub, n) => {
      const token = await issuer.token({ sub, jti: String(n) })
      return (await gateway.query('{ me all }', {}, { authorization: `Bearer ${token}` })).body
    }),
  )
  expect(answers).toEqual(users.map(sub => ({ data: { me: `/${sub}`, all: '/all' } })))
  expect(upstream.requests.length).toBeLessThanOrEqual(5)
})

test('An answer that depends on the user is private, and varies by the token; of a guarded schema all answers do', async () => {
  await using issuer = await startIssuer()
  const { gateway } = await startWithApi(issuer)
  const authorization = `Bearer ${await issuer.token({ sub: 'u' })}`
  for (const query of ['{ me }', '{ all }', '{ guarded }']) {
    const { headers } = await gateway.query(query, {}, { authorization })
    expect(headers.get('cache-control'), query).toMatch(/^private, max-age=/)
    expect(headers.get('vary'), query).toContain('authorization')
  }
  expect((await gateway.query('{ guarded }')).headers.get('cache-control')).toBe('no-store')
})
