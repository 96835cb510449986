import { Client, cacheExchange, fetchExchange, gql } from '@urql/core'
import { persistedExchange } from '@urql/exchange-persisted'
import { expect, test } from 'vitest'
import { startDemoGateway } from './demo-gateway.ts'
import { expectedPosts, POSTS_QUERY } from './rows.ts'
import { sha256, watchQueries } from './sent-queries.ts'

function createClient(url: string, preferGetMethod: boolean) {
  return new Client({ url: `${url}/graphql`, exchanges: [cacheExchange, fetchExchange], preferGetMethod })
}

test.each([false, true])('urql reads the joined rows; by GET: %s', async preferGet => {
  await using gateway = await startDemoGateway()
  const client = createClient(gateway.url, preferGet)
  const { data, error } = await client.query(gql(POSTS_QUERY), { limit: 3 }).toPromise()
  expect(error).toBeUndefined()
  expect(JSON.parse(JSON.stringify(data, (key, value) => (key === '__typename' ? undefined : value)))).toEqual({
    posts: expectedPosts(3),
  })
})

test('urql mutates, and a query that its cache holds is asked again', async () => {
  await using gateway = await startDemoGateway()
  const client = createClient(gateway.url, false)
  const query = gql`{ posts(userId: 3) { id title } }`
  const before = await client.query(query, {}).toPromise()
  const mutation = gql`mutation($input: CreatePost!) { createPost(input: $input) { id title } }`
  const created = await client.mutation(mutation, { input: { userId: '3', title: 'New' } }).toPromise()
  const after = await client.query(query, {}).toPromise()
  expect(created.data).toEqual({ createPost: { __typename: 'Post', id: '101', title: 'New' } })
  expect(after.data.posts).toEqual([...before.data.posts, { __typename: 'Post', id: '101', title: 'New' }])
})

test('urql gives data and errors of an answer that is partial', async () => {
  await using gateway = await startDemoGateway()
  await gateway.api[Symbol.asyncDispose]()
  const { data, error } = await createClient(gateway.url, false)
    .query(gql`{ users { id posts { title } } }`, {})
    .toPromise()
  expect(data.users[0]).toMatchObject({ id: '1', posts: null })
  expect(error?.graphQLErrors[0]).toMatchObject({
    path: ['users', 0, 'posts'],
    extensions: { code: 'DOWNSTREAM_SERVICE_ERROR', source: 'api', reason: 'connect', retryable: true },
  })
})

test.each([false, true])(
  'urql sends a query once where it is kept, and its hash alone after that; hashes by GET: %s',
  async preferGet => {
    await using gateway = await startDemoGateway({ apq: true })
    const { sent, watch } = watchQueries()
    const ask = async () => {
      const persisted = persistedExchange({
        preferGetForPersistedQueries: preferGet,
        generateHash: async text => sha256(text),
      })
      const client = new Client({ url: `${gateway.url}/graphql`, exchanges: [persisted, fetchExchange], fetch: watch })
      return await client.query(gql(POSTS_QUERY), { limit: 3 }).toPromise()
    }
    for (const { data, error } of [await ask(), await ask()])
      expect([data, error]).toEqual([{ posts: expectedPosts(3) }, undefined])
    const method = preferGet ? 'GET' : 'POST'
    expect(sent).toEqual([
      { method, hasQuery: false },
      { method, hasQuery: true },
      { method, hasQuery: false },
    ])
  },
)

test('urql tells the code of a request error', async () => {
  await using gateway = await startDemoGateway()
  const { data, error } = await createClient(gateway.url, false).query(gql`{ nobody }`, {}).toPromise()
  expect([data, error?.graphQLErrors.map(({ extensions }) => extensions)]).toEqual([
    undefined,
    [{ code: 'GRAPHQL_VALIDATION_FAILED' }],
  ])
})
