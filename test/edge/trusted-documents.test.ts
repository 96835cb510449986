import { createHash } from 'node:crypto'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import type { Config } from '../../src/config/config.ts'
import { startTestGateway, type TestGateway } from '../support/gateway.ts'
import { createTempDirectory } from '../support/temp-directory.ts'
import { startUpstream } from '../support/upstream.ts'

const SCHEMA = `
  extend schema @source(name: "api", http: { baseURL: "{$env.API}" })
  type Query { post(id: ID!): Post @http(GET: "/posts/{$args.id}") }
  type Mutation { remove(id: ID!): Post @http(DELETE: "/posts/{$args.id}") }
  type Post { id: ID! title: String }
`
const FILES: Readonly<Record<string, string>> = {
  'posts/post.graphql': 'query GetPost($id: ID!) { post(id: $id) { ...Card } }',
  'card.graphql':
    'fragment Card on Post { id ...Title }\nfragment Title on Post { title }\nmutation Remove { remove(id: 1) { id } }',
  'codegen.json': JSON.stringify({
    [sha256('{ post(id: 7) { id } }')]: '{ post(id: 7) { id } }',
    '81fe': '{ post(id: 8) { id } }',
  }),
  'apollo.json': JSON.stringify({
    format: 'apollo-persisted-query-manifest',
    version: 1,
    operations: [
      {
        id: sha256('query Nine { post(id: 9) { id } }'),
        name: 'Nine',
        type: 'query',
        body: 'query Nine { post(id: 9) { id } }',
      },
    ],
  }),
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}

async function start(config: Partial<Config>, files = FILES): Promise<TestGateway> {
  const stack = new AsyncDisposableStack()
  onTestFinished(() => stack.disposeAsync())
  return await startIn(stack, config, files)
}

async function startIn(stack: AsyncDisposableStack, config: Partial<Config>, files = FILES): Promise<TestGateway> {
  const upstream = stack.use(
    await startUpstream(({ url }) => ({ json: { id: url.split('/').at(-1), title: 'a title' } })),
  )
  const { path } = stack.use(await createTempDirectory())
  for (const [name, text] of Object.entries(files)) {
    await mkdir(join(path, name, '..'), { recursive: true })
    await writeFile(join(path, name), text)
  }
  const environment = { API: upstream.url }
  return stack.use(await startTestGateway({ schema: SCHEMA, environment, config: { operations: [path], ...config } }))
}

async function post({ url }: TestGateway, body: object, accept = 'application/json') {
  const headers = { 'content-type': 'application/json', accept }
  const answer = await fetch(`${url}/graphql`, { method: 'POST', headers, body: JSON.stringify(body) })
  return { status: answer.status, body: await answer.json() }
}

const error = (code: string, message: unknown = expect.anything()) => ({ errors: [{ message, extensions: { code } }] })
const postOf = (id: string) => ({ data: { post: { id } } })

describe.each([true, false])('With the direct lane %j', directLane => {
  const stack = new AsyncDisposableStack()
  let gateway: TestGateway
  let only: TestGateway
  beforeAll(async () => {
    gateway = await startIn(stack, { directLane })
    only = await startIn(stack, { directLane, onlyTrusted: true })
  })
  afterAll(() => stack.disposeAsync())

  test.each([
    [{ documentId: 'GetPost', variables: { id: 3 } }, { data: { post: { id: '3', title: 'a title' } } }],
    [{ documentId: 'Remove' }, { data: { remove: { id: '1' } } }],
    [{ documentId: '81fe' }, postOf('8')],
    [{ documentId: sha256('{ post(id: 7) { id } }') }, postOf('7')],
    [{ documentId: `sha256:${sha256('{ post(id: 7) { id } }')}` }, postOf('7')],
    [{ documentId: `sha256:${sha256('{ post(id: 8) { id } }')}` }, postOf('8')],
    [{ documentId: `sha256:${sha256('query Nine { post(id: 9) { id } }')}`, operationName: 'Nine' }, postOf('9')],
    [
      { extensions: { persistedQuery: { version: 1, sha256Hash: sha256('query Nine { post(id: 9) { id } }') } } },
      postOf('9'),
    ],
  ])('%j is run, whether others are or not', async (body, expected) => {
    expect(await post(gateway, body)).toEqual({ status: 200, body: expected })
    expect(await post(only, body)).toEqual({ status: 200, body: expected })
  })

  test('An id that nobody knows is told so, by a status of 200 for the clients that go by it', async () => {
    const unknown = error('PERSISTED_QUERY_NOT_FOUND', 'PersistedQueryNotFound')
    for (const documentId of [
      'Nobody',
      `sha256:${'0'.repeat(64)}`,
      '__proto__',
      'constructor',
      'GetPost ',
      'x'.repeat(9_999),
    ])
      for (const each of [gateway, only])
        expect(await post(each, { documentId })).toEqual({ status: 200, body: unknown })
    const extensions = { persistedQuery: { version: 1, sha256Hash: 'a'.repeat(64) } }
    expect(await post(gateway, { extensions })).toEqual({ status: 200, body: unknown })
  })

  test('An id beside a query, and what is no id, is a mistake', async () => {
    for (const body of [
      { documentId: 'GetPost', query: '{ __typename }' },
      { documentId: 7 },
      { documentId: '' },
      { documentId: [] },
    ])
      expect(await post(gateway, body), JSON.stringify(body)).toMatchObject({
        status: 400,
        body: error('BAD_USER_INPUT'),
      })
  })

  test('Others are run unless only the trusted are, which may also come by their text', async () => {
    const query = '{ post(id: 5) { title } }'
    expect(await post(gateway, { query })).toMatchObject({
      status: 200,
      body: { data: { post: { title: 'a title' } } },
    })
    expect(await post(only, { query })).toMatchObject({ status: 200, body: error('PERSISTED_QUERY_ONLY') })
    expect(await post(only, { query }, 'application/graphql-response+json')).toMatchObject({ status: 400 })
    expect(await post(only, { query: '{ post(id: 7) { id } }' })).toEqual({ status: 200, body: postOf('7') })
    expect(await post(only, { query: '{ post(id: 7) { id } } ' })).toMatchObject({
      body: error('PERSISTED_QUERY_ONLY'),
    })
    expect(await post(only, { query: '{ __schema { queryType { name } } }' })).toMatchObject({
      body: error('PERSISTED_QUERY_ONLY'),
    })
  })

  test('By GET an id runs a query, and no mutation', async () => {
    const get = async (params: Readonly<Record<string, string>>) => {
      const answer = await fetch(`${only.url}/graphql?${new URLSearchParams(params)}`, {
        headers: { accept: 'application/json' },
      })
      return { status: answer.status, body: await answer.json() }
    }
    expect(await get({ documentId: 'GetPost', variables: '{"id":4}' })).toMatchObject({
      status: 200,
      body: postOf('4'),
    })
    expect(await get({ documentId: 'Remove' })).toMatchObject({ status: 405 })
    expect(await get({ query: '{ __typename }' })).toMatchObject({ body: error('PERSISTED_QUERY_ONLY') })
  })
})

test('Without any operation a hash alone is not supported, as ever', async () => {
  const gateway = await start({ operations: [] })
  const body = { extensions: { persistedQuery: { version: 1, sha256Hash: 'a' } } }
  expect(await post(gateway, body)).toMatchObject({ body: error('PERSISTED_QUERY_NOT_SUPPORTED') })
  expect(await post(gateway, { documentId: 'a' })).toMatchObject({ body: error('PERSISTED_QUERY_NOT_FOUND') })
})

test('Only trusted operations without any are a mistake of the start', async () => {
  await expect(start({ operations: [], onlyTrusted: true })).rejects.toThrow('--only-trusted')
})

test('What does not fit the schema keeps it from being served, all of it told with its place', async () => {
  const files = {
    'a.graphql': 'query A { post(id: 1) { titel } }\n\nquery { post(id: 1) { id } }',
    'b.graphql': 'query A { post(id: 2) { id } }\ntype Post { id: ID! }\nquery C { ...Missing }',
    'broken.graphql': 'query D { post(id: 1 }',
    'list.json': '[]',
    'm.json': JSON.stringify({
      A: '{ post(id: 3) { id } }',
      two: 'query X { __typename } query Y { __typename }',
      bad: '{ nothing }',
    }),
  }
  const message = await start({}, files).then(
    () => '',
    failure => String(failure.message).replaceAll(/^\S*\//gm, ''),
  )
  expect(message.split('\n')).toEqual([
    'a.graphql:1:25 error Cannot query field "titel" on type "Post". Did you mean "title"?',
    'a.graphql:3:1 error the operation has no name. Give it one: clients ask for it by that.',
    'b.graphql:1:7 error there are two operations "A". Rename one of them.',
    'b.graphql:2:6 error it is no operation and no fragment. Move it into the schema.',
    'b.graphql:3:14 error Unknown fragment "Missing".',
    'broken.graphql:1:22 error Syntax Error: Expected Name, found "}".',
    'list.json:1:1 error it is no manifest of operations. Write { "id": "query …" }, or what your client\'s compiler writes.',
    'm.json:1:1 error the operation "two" can\'t be run: it has 2 operations, and is to have one. Have the manifest made again.',
    'm.json:1:1 error the operation "bad" does not fit the schema: Cannot query field "nothing" on type "Query". Have it made again.',
    'm.json:1:1 error there is another operation of the id "A". Rename one of them.',
  ])
})

test('What would be refused, by a limit or as introspection, keeps it from being served, where that is so', async () => {
  const fields = Array.from({ length: 51 }, (_, at) => `f${at}: post(id: ${at}) { id }`)
  const files = {
    'many.graphql': `query Many { ${fields.join(' ')} }`,
    'm.json': JSON.stringify({ '81fe': '{ __schema { queryType { name } } }', '81ff': '{ post(id: 7) { id } }' }),
  }
  const gateway = await start({}, files)
  expect(await post(gateway, { documentId: '81ff' })).toEqual({ status: 200, body: postOf('7') })
  const message = await start({ profile: 'production' }, files).then(
    () => '',
    failure => String(failure.message).replaceAll(/^\S*\//gm, ''),
  )
  expect(message.split('\n')).toEqual([
    'm.json:1:1 error the operation "81fe" would be refused: GraphQL introspection has been disabled, but the requested query contained the field "__schema". Change it, or the settings that it is beyond.',
    'many.graphql:1:7 error the operation "Many" would be refused: The operation selects more than 50 fields of its root. Change it, or the settings that it is beyond.',
  ])
})
