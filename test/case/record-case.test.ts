import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { recordCase } from '../../src/case/record-case.ts'
import { testCases } from '../../src/case/test-cases.ts'
import { createDatabase, DIALECTS } from '../support/dialects.ts'
import { createTempDirectory } from '../support/temp-directory.ts'
import { startUpstream, type UpstreamRoutes } from '../support/upstream.ts'

interface Recorded {
  readonly schema: string
  readonly environment: Readonly<Record<string, string>>
  readonly text: string
  readonly variables?: Readonly<Record<string, unknown>>
  readonly headers?: Readonly<Record<string, string>>
  readonly secrets?: readonly string[]
}

/** Records an operation: the document, and what becomes of it once its upstreams are gone and it reads `edited`. */
async function record(
  { schema, environment, text, variables, headers = {}, secrets = [] }: Recorded,
  edit = (kept: string) => kept,
) {
  const directory = await createTempDirectory()
  const schemaPath = join(directory.path, 'schema.graphql')
  await writeFile(schemaPath, schema)
  const { document, failed } = await recordCase(
    { name: 'Op', text, variables, headers },
    { schemaPath, resolvers: undefined, environment, secrets },
  )
  return {
    document,
    failed,
    async replay(update = false) {
      const path = join(directory.path, 'op.md')
      await writeFile(path, edit(document))
      const results = await Array.fromAsync(testCases([path], { schemaPath, resolvers: undefined, update }))
      return results.map(({ outcome, lines }) => ({ outcome, lines }))
    },
    [Symbol.asyncDispose]: () => directory[Symbol.asyncDispose](),
  }
}

const PASSED = [{ outcome: 'passed', lines: [] }]

const API = `
extend schema @source(name: "api", http: {
  baseURL: "{$env.SHOP_URL}/v1"
  headers: ["x-api-key: {$env.SHOP_KEY}"]
})
type Query {
  items(tag: String): [Item!] @http(GET: "/items?tag={$args.tag}&api_key=literal-key", select: "data")
}
type Item {
  id: ID!
  key: String!
  link: String
  authKind: Kind
  parts: [Part!] @http(GET: "/parts?owner={$batch.key}", by: "owner")
}
enum Kind { OPEN @map(from: "oauth-two") }
type Part { owner: String! size: Float }
type Mutation { addItem(secret: String!, note: String!): Item @http(POST: "/items", body: { secret: "{$args.secret}", note: "{$args.note}" }) }
`

function routes(url: () => string): UpstreamRoutes {
  return {
    'GET /v1/items?tag=new%20ones&api_key=literal-key': () => ({
      headers: { link: `<${url()}/v1/items?page=2>; rel="next"`, 'set-cookie': 'session=abcdef', date: 'now' },
      json: {
        data: [
          { id: 1, key: 'first/one', link: `${url()}/v1/items/1`, apiToken: 'tok-12345' },
          { id: 2, key: 'second', link: 'key is shop-key-9876', apiToken: 'tok-67890' },
        ],
      },
    }),
    'GET /v1/parts?owner=first%2Fone&owner=second': {
      body: '[{"owner":"second","size":1.10},{"owner":"first/one","size":12345678901234567890}]',
    },
    'POST /v1/items': ({ body }) => ({ status: 201, json: { id: 3, key: JSON.parse(body).secret, link: null } }),
  }
}

test('A recorded operation is answered the same without its API, and nothing of it is a secret', async () => {
  await using upstream = await startUpstream(routes(() => upstream.url))
  await using recorded = await record({
    schema: API,
    environment: { SHOP_URL: upstream.url, SHOP_KEY: 'shop-key-9876', OTHER: 'not read' },
    text: 'query Op($tag: String) { items(tag: $tag) { id key link parts { size } } }',
    variables: { tag: 'new ones', unused: 'x' },
    headers: { authorization: 'Bearer user-token-1' },
  })
  const { document } = recorded
  await upstream.stop()
  for (const secret of [
    'shop-key-9876',
    'tok-12345',
    'user-token-1',
    'abcdef',
    'literal-key',
    upstream.url,
    'OTHER',
    'first/one',
  ])
    expect(document).not.toContain(secret)
  expect(document).toContain('SHOP_URL=http://shop-url.example\n')
  expect(document).toContain('GET /v1/items?tag=new%20ones&api_key=…\n')
  expect(document).toContain('GET /v1/parts?owner=key-1&owner=key-2\n')
  expect(document).toContain('"link": "http://shop-url.example/v1/items/1"')
  expect(document).toContain('"size": 12345678901234567890')
  expect(document).toContain('"size": 1.10')
  expect(document).not.toContain('unused')
  expect(await recorded.replay()).toEqual(PASSED)
})

test('A recorded mutation sends the same body', async () => {
  await using upstream = await startUpstream(routes(() => upstream.url))
  await using recorded = await record({
    schema: API,
    environment: { SHOP_URL: upstream.url, SHOP_KEY: 'shop-key-9876' },
    text: 'mutation Op($secret: String!) { addItem(secret: $secret, note: "n") { id key } }',
    variables: { secret: 'hunter2hunter2' },
  })
  expect(recorded.document).toContain('POST /v1/items\n\n{"secret":"secret-1","note":"n"}\n')
  expect(recorded.document).toContain('HTTP/1.1 201\n')
  expect(recorded.document).not.toContain('hunter2')
  expect(await recorded.replay()).toEqual(PASSED)
})

test('What is otherwise is told: an answer, a call too many, and one too few', async () => {
  await using upstream = await startUpstream(routes(() => upstream.url))
  const environment = { SHOP_URL: upstream.url, SHOP_KEY: 'shop-key-9876' }
  const operation = { schema: API, environment, text: 'query Op { items(tag: "new ones") { id parts { size } } }' }
  await using changed = await record(operation, kept => kept.replace(/"size": 1\.1\n/, '"size": 2\n'))
  expect(await changed.replay()).toEqual([
    {
      outcome: 'failed',
      lines: [
        '  answer:',
        '    …',
        '              "id": "2",',
        '              "parts": [',
        '                {',
        '    -             "size": 2',
        '    +             "size": 1.1',
        '                }',
        '              ]',
        '            }',
      ],
    },
  ])

  await using renamed = await record(operation, kept => kept.replace('GET /v1/parts?', 'GET /v1/pieces?'))
  const [{ outcome, lines = [] } = {}] = await renamed.replay()
  expect(outcome).toBe('failed')
  const calls = lines.filter(line => line.includes('/v1/p')).map(line => line.trim())
  expect(calls.slice(0, 2)).toEqual([
    '- api: GET /v1/pieces?owner=key-1&owner=key-2 x1',
    '+ api: GET /v1/pieces?owner=key-1&owner=key-2 x0',
  ])
  expect(calls[2]).toMatch(/^\+ api: not expected: GET \/v1\/parts\?owner=key-1&owner=key-2 /)
})

test('An answer that is otherwise is written into its document', async () => {
  await using upstream = await startUpstream(routes(() => upstream.url))
  const environment = { SHOP_URL: upstream.url, SHOP_KEY: 'shop-key-9876' }
  const operation = { schema: API, environment, text: 'query Op { items(tag: "new ones") { id } }' }
  await using recorded = await record(operation, kept => kept.replace(/"id": "1"\n/, '"id": "one"\n'))
  expect(await recorded.replay(true)).toEqual([{ outcome: 'updated', lines: [] }])
})

const FAILING = `
extend schema
  @source(name: "api", http: { baseURL: "{$env.SHOP_URL}", retries: 0 })
  @source(name: "slow", http: { baseURL: "{$env.SHOP_URL}", timeout: "200ms", retries: 0 })
  @source(name: "other", http: { baseURL: "{$env.OTHER_URL}", retries: 0 })
type Query {
  item(id: ID!): Item @http(source: "api", GET: "/items/{$args.id}")
  late: Item @http(source: "slow", GET: "/items/late")
  other: Item @http(source: "other", GET: "/other")
}
type Item { id: ID! }
`

test('What fails is kept as what happened to it, and fails the same without its API', async () => {
  let times = 0
  await using upstream = await startUpstream(({ url }) => {
    if (url === '/items/reset') return { fault: 'reset' }
    if (url === '/items/cut') return { json: { id: 'cut' }, fault: 'truncated' }
    if (url === '/items/late') return { fault: 'hang' }
    if (url === '/items/again') return times++ === 0 ? { fault: 'reset' } : { json: { id: 'again' } }
    return { json: { id: url.split('/').at(-1) } }
  })
  await using gone = await startUpstream({})
  await gone.stop()
  await using recorded = await record({
    schema: FAILING,
    environment: { SHOP_URL: upstream.url, OTHER_URL: gone.url },
    text: `query Op {
      well: item(id: "well") { id }
      reset: item(id: "reset") { id }
      cut: item(id: "cut") { id }
      late { id }
      other { id }
    }`,
  })
  const { document, failed } = recorded
  expect(failed).toEqual(['api', 'slow', 'other'])
  // A try more is an exchange more.
  await using again = await record({
    schema: FAILING.replace('retries: 0', 'retries: 1'),
    environment: { SHOP_URL: upstream.url, OTHER_URL: gone.url },
    text: 'query Op { item(id: "again") { id } }',
  })
  await upstream.stop()
  expect(document).toContain('GET /items/reset\n```\n\n```text\nreset\n')
  expect(document).toContain('GET /items/cut\n```\n\n```text\ntruncated\n')
  expect(document).toContain('```text\nhang\n')
  expect(again.document).toContain(
    'GET /items/again\n```\n\n```text\nreset\n```\n\n```http\nGET /items/again\n```\n\n```json\n',
  )
  expect(document).toContain('## upstream other\n\n```text\nrefused\n```\n\n## query')
  for (const reason of ['reset', 'truncated', 'timeout', 'connect']) expect(document).toContain(`"reason": "${reason}"`)
  expect(await recorded.replay()).toEqual(PASSED)
  expect(await again.replay()).toEqual(PASSED)
})

test('An answer that no case can hold is not kept, and why is told', async () => {
  await using upstream = await startUpstream({ 'GET /items/1': { json: { id: 'x'.repeat(2_000) } } })
  const schema = FAILING.replace('retries: 0', 'retries: 0, maxResponseBytes: 1000')
  const environment = { SHOP_URL: upstream.url, OTHER_URL: upstream.url }
  await expect(record({ schema, environment, text: 'query Op { item(id: 1) { id } }' })).rejects.toThrow(
    'The source "api" failed in a way that a case can\'t say: more than 1000 bytes',
  )
})

test('A secret under a harmless name is left out where its name is told', async () => {
  await using upstream = await startUpstream(({ url }) => ({ json: { id: url.split('/').at(-1) } }))
  const environment = { SHOP_URL: upstream.url, OTHER_URL: upstream.url }
  const text = 'query Op($pin: ID!) { item(id: $pin) { id } }'
  const operation = { schema: FAILING, environment, text, variables: { pin: 'ABCD1234' } }
  await using kept = await record(operation)
  expect(kept.document).toContain('ABCD1234')
  await using left = await record({ ...operation, secrets: ['pin'] })
  expect(left.document).not.toContain('ABCD1234')
  expect(left.document).toContain('GET /items/pin-1\n')
  expect(left.document).toContain('{\n  "pin": "pin-1"\n}')
  expect(await left.replay()).toEqual(PASSED)
})

test('An operation that is answered otherwise without what was left out is not kept', async () => {
  await using upstream = await startUpstream({
    'GET /v1/items?api_key=literal-key': { json: { data: [{ id: 1, authKind: 'oauth-two' }] } },
  })
  const environment = { SHOP_URL: upstream.url, SHOP_KEY: 'shop-key-9876' }
  const text = 'query Op { items { id authKind } }'
  await expect(record({ schema: API, environment, text })).rejects.toThrow(
    "Op can't be kept: without its upstreams it is answered otherwise.",
  )
})

test('An operation that has a secret in its text is not kept', async () => {
  await using upstream = await startUpstream({ 'GET /v1/items?api_key=literal-key': { json: { data: [] } } })
  const environment = { SHOP_URL: upstream.url, SHOP_KEY: 'shop_key_9876' }
  const text = 'query Op { shop_key_9876: items { id } }'
  await expect(record({ schema: API, environment, text })).rejects.toThrow(
    'Op: a value of the environment stands in its text or in the SQL of the schema.',
  )
})

const TABLES = {
  sqlite: 'CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT NOT NULL, api_token TEXT, score REAL, photo BLOB);',
  mariadb:
    'CREATE TABLE users (id BIGINT PRIMARY KEY, name VARCHAR(40) NOT NULL, api_token VARCHAR(40), score DOUBLE, photo VARBINARY(9));',
  postgres:
    'CREATE TABLE users (id BIGINT PRIMARY KEY, name TEXT NOT NULL, api_token TEXT, score DOUBLE PRECISION, photo BYTEA);',
}
const PHOTO = { sqlite: "x'00ff'", mariadb: "x'00ff'", postgres: "'\\x00ff'" }

const DB = `
extend schema @source(name: "db", sql: { url: "{$env.PEOPLE_URL}", naming: SNAKE_CASE })
type Query {
  users: [User!] @sql(orderBy: "id")
  orders: [Order!] @sql(orderBy: "id")
  byName(name: String!): [User!] @sql(query: "select id, name from users where name = {$args.name}")
}
type User @sql(table: "users", key: "id") { id: ID! name: String! apiToken: String score: Float photo: Base64 }
type Order @sql(table: "orders", key: "id") { id: ID! }
scalar Base64
type Mutation { rename(id: ID!, name: String!): User @sql(update: { name: "{$args.name}" }, where: { id: "{$args.id}" }) }
`

for (const dialect of DIALECTS)
  test(`Statements are answered as they were when they were recorded (${dialect})`, async () => {
    const rows = `(1, 'Ann', 'tok-12345', 1e20, ${PHOTO[dialect]}), (9007199254740993, 'Bob', NULL, 0.5, NULL)`
    await using database = await createDatabase(
      dialect,
      `${TABLES[dialect]} CREATE TABLE orders (id INT PRIMARY KEY); INSERT INTO users VALUES ${rows};`,
    )
    const environment = { PEOPLE_URL: database.url }
    const text = 'query Op { users { id name apiToken score photo } byName(name: "Ann") { id name } }'
    await using recorded = await record({ schema: DB, environment, text })
    expect(recorded.document).not.toContain('tok-12345')
    expect(recorded.document).toContain('"apiToken": "api_token-1"')
    expect(recorded.document).toContain('"id": "9007199254740993"')
    await using mutation = await record({
      schema: DB,
      environment,
      text: 'mutation Op { rename(id: 1, name: "Al") { id name } }',
    })
    await database.run('DROP TABLE users')
    expect(await recorded.replay()).toEqual(PASSED)
    expect(await mutation.replay()).toEqual(PASSED)
  })

for (const dialect of DIALECTS)
  test(`A database that can't be reached is kept as such (${dialect})`, async () => {
    const nowhere = {
      sqlite: 'sqlite:/nowhere/people.db',
      mariadb: 'mysql://u:p@127.0.0.1:1/d',
      postgres: 'postgres://u:p@127.0.0.1:1/d',
    }
    const environment = { PEOPLE_URL: nowhere[dialect] }
    await using recorded = await record({ schema: DB, environment, text: 'query Op { users { id } }' })
    expect(recorded.document).toContain('## database db\n\n```text\ndown\n')
    expect(await recorded.replay()).toEqual(PASSED)
  })
