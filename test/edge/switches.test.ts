import { getIntrospectionQuery } from 'graphql'
import { expect, test } from 'vitest'
import { type DemoGateway, startDemoGateway } from '../client/demo-gateway.ts'

const BROWSER = { accept: 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8' }

async function open(gateway: DemoGateway, path: string, init: RequestInit = { headers: BROWSER }) {
  const response = await fetch(`${gateway.url}${path}`, { redirect: 'manual', ...init })
  const type = response.headers.get('content-type')
  return { status: response.status, type, location: response.headers.get('location'), body: await response.text() }
}

test('A browser gets GraphiQL with all its files, also for a query in the URL, which others get the answer of', async () => {
  await using gateway = await startDemoGateway()
  const page = await open(gateway, '/graphql')
  expect([page.status, page.type]).toEqual([200, 'text/html; charset=utf-8'])
  const script = /src="\.(\/graphql\/assets\/[^"]+\.js)"/.exec(page.body)?.[1] ?? ''
  const asset = await open(gateway, script, {})
  expect([asset.status, asset.type, asset.body.length > 1_000]).toEqual([200, 'text/javascript; charset=utf-8', true])
  expect(await open(gateway, '/')).toMatchObject({ status: 302, location: 'graphql' })
  const linked = '/graphql?query={post(id:1){id}}'
  expect(await open(gateway, linked)).toEqual(page)
  for (const accept of ['application/json', '*/*', 'application/graphql-response+json'])
    expect(await open(gateway, linked, { headers: { accept } })).toMatchObject({
      status: 200,
      body: '{"data":{"post":{"id":"1"}}}',
    })
})

test('Without GraphiQL there is no page, no file of it and no redirection', async () => {
  await using page = await startDemoGateway()
  const script = /src="\.(\/graphql\/assets\/[^"]+\.js)"/.exec((await open(page, '/graphql')).body)?.[1] ?? ''
  await using gateway = await startDemoGateway({ graphiql: false })
  expect(await open(gateway, '/graphql')).toMatchObject({ status: 400, type: 'application/json; charset=utf-8' })
  for (const path of [script, '/']) expect(await open(gateway, path)).toMatchObject({ status: 404, location: null })
  expect(await open(gateway, '/graphql?query={post(id:1){id}}')).toMatchObject({ status: 200 })
})

test('Without introspection nobody reads the schema, and operations work', async () => {
  await using gateway = await startDemoGateway({ introspection: false })
  for (const query of [
    getIntrospectionQuery(),
    '{ __type(name: "User") { name } }',
    '{ post(id: 1) { id } __schema { queryType { name } } }',
  ]) {
    const { status, body } = await gateway.query(query)
    expect(status).toBe(400)
    expect(body).toEqual({
      errors: expect.arrayContaining([expect.objectContaining({ extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } })]),
    })
    expect(body).not.toHaveProperty('data')
  }
  const { text } = await gateway.query('{ __typename post(id: 1) { __typename id } }')
  expect(text).toBe('{"data":{"__typename":"Query","post":{"__typename":"Post","id":"1"}}}')
})

test('Without introspection a wrong name is not corrected, as that would tell the schema name by name', async () => {
  await using gateway = await startDemoGateway({ introspection: false })
  const create = 'mutation($input: CreatePost!) { createPost(input: $input) { id } }'
  const answers = [
    await gateway.query('{ pots { id } }'),
    await gateway.query('{ post(ids: 1) { id } }'),
    await gateway.query('{ post(id: 1) { ... on Pots { id } } }'),
    await gateway.query('mutation { createPost(input: { titel: "a" }) { id } }'),
    await gateway.query(create, { input: { userId: 1, title: 'a', boddy: 'b' } }),
  ]
  for (const { status, text } of answers) {
    expect(status).toBe(400)
    expect(text).not.toMatch(/did you mean/i)
  }
  await using open = await startDemoGateway()
  for (const query of ['{ pots { id } }', '{ post(ids: 1) { id } }'])
    expect((await open.query(query)).text).toMatch(/Did you mean/)
  expect((await open.query(create, { input: { userId: 1, title: 'a', boddy: 'b' } })).text).toMatch(/Did you mean/)
})

test('Introspection shows what clients may use, and nothing of the sources', async () => {
  await using gateway = await startDemoGateway()
  const { text } = await gateway.query(getIntrospectionQuery({ descriptions: true }))
  const { __schema: schema } = JSON.parse(text).data
  const names = (list: { name: string }[]) => list.map(({ name }) => name)
  expect(
    names(schema.types)
      .filter(name => !name.startsWith('__'))
      .sort(),
  ).toEqual(['Boolean', 'Comment', 'CreatePost', 'ID', 'Int', 'Mutation', 'Post', 'Query', 'String', 'User'])
  // A client writes @transaction, and @export in it, on a mutation over a database.
  expect(names(schema.directives).sort()).toEqual([
    'deprecated',
    'export',
    'include',
    'oneOf',
    'skip',
    'specifiedBy',
    'transaction',
  ])
  for (const inside of ['@http', '@sql', gateway.api.url, gateway.database, 'postId', 'users.db'])
    expect(text.includes(inside), inside).toBe(false)
})
