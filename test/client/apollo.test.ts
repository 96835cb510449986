import { ApolloClient, CombinedGraphQLErrors, gql, HttpLink, InMemoryCache } from '@apollo/client/core'
import { PersistedQueryLink } from '@apollo/client/link/persisted-queries'
import { expect, test } from 'vitest'
import { generateData } from '../../demo/generate-data.ts'
import { startDemoGateway } from './demo-gateway.ts'
import { expectedPosts, POSTS_QUERY } from './rows.ts'
import { sha256, watchQueries } from './sent-queries.ts'

function createClient(url: string, useGETForQueries = false) {
  return new ApolloClient({
    link: new HttpLink({ uri: `${url}/graphql`, useGETForQueries }),
    cache: new InMemoryCache(),
  })
}

function named<T extends object>(typename: string, rows: readonly T[]) {
  return rows.map(row => ({ __typename: typename, ...row }))
}

function cachedPosts(limit: number) {
  return named(
    'Post',
    expectedPosts(limit).map(post => ({
      ...post,
      author: { __typename: 'User', ...post.author },
      comments: named('Comment', post.comments),
    })),
  )
}

test.each([false, true])('Apollo Client reads the joined rows; by GET: %s', async useGet => {
  await using gateway = await startDemoGateway()
  const client = createClient(gateway.url, useGet)
  const { data } = await client.query({ query: gql(POSTS_QUERY), variables: { limit: 3 } })
  expect(data).toEqual({ posts: cachedPosts(3) })
  client.stop()
})

test('Apollo Client mutates, and its cache sees it', async () => {
  await using gateway = await startDemoGateway()
  const client = createClient(gateway.url)
  const mutation = gql`mutation($input: CreatePost!) { createPost(input: $input) { id title author { id name } } }`
  const { data } = await client.mutate({ mutation, variables: { input: { userId: '3', title: 'New' } } })
  const author = generateData().users.find(({ id }) => id === 3)
  expect(data).toEqual({
    createPost: {
      __typename: 'Post',
      id: '101',
      title: 'New',
      author: { __typename: 'User', id: '3', name: author?.name },
    },
  })
  expect(client.cache.extract()).toMatchObject({ 'Post:101': { title: 'New', author: { __ref: 'User:3' } } })
  client.stop()
})

test('Apollo Client gives data and errors of an answer that is partial', async () => {
  await using gateway = await startDemoGateway()
  await gateway.api[Symbol.asyncDispose]()
  const client = createClient(gateway.url)
  const { data, error } = await client.query({
    query: gql`{ users { id posts { title } } }`,
    errorPolicy: 'all',
  })
  expect((data as { users: unknown[] }).users[0]).toEqual({ __typename: 'User', id: '1', posts: null })
  expect(CombinedGraphQLErrors.is(error) && error.errors[0]).toMatchObject({
    path: ['users', 0, 'posts'],
    extensions: { code: 'DOWNSTREAM_SERVICE_ERROR', source: 'api', reason: 'connect', retryable: true },
  })
  client.stop()
})

test('Apollo Client tells the code of a request error', async () => {
  await using gateway = await startDemoGateway()
  const client = createClient(gateway.url)
  const { error } = await client.query({ query: gql`{ nobody }`, errorPolicy: 'all' })
  expect(CombinedGraphQLErrors.is(error) && error.errors).toEqual([
    {
      message: 'Cannot query field "nobody" on type "Query".',
      locations: [{ line: 2, column: 3 }],
      extensions: { code: 'GRAPHQL_VALIDATION_FAILED' },
    },
  ])
  client.stop()
})

test.each([false, true])(
  'Apollo Client sends a query once where it is kept, and its hash alone after that; hashes by GET: %s',
  async useGet => {
    await using gateway = await startDemoGateway({ apq: true })
    const { sent, watch } = watchQueries()
    const ask = async () => {
      const persisted = new PersistedQueryLink({ sha256, useGETForHashedQueries: useGet })
      const link = persisted.concat(new HttpLink({ uri: `${gateway.url}/graphql`, fetch: watch }))
      const client = new ApolloClient({ link, cache: new InMemoryCache() })
      const { data } = await client.query({ query: gql(POSTS_QUERY), variables: { limit: 3 } })
      client.stop()
      return data
    }
    expect(await ask()).toEqual({ posts: cachedPosts(3) })
    expect(await ask()).toEqual({ posts: cachedPosts(3) })
    const method = useGet ? 'GET' : 'POST'
    expect(sent).toEqual([
      { method, hasQuery: false },
      { method: 'POST', hasQuery: true },
      { method, hasQuery: false },
    ])
  },
)

test.each([false, true])(
  'Apollo Client with persisted queries falls back to the queries; hashes by GET: %s',
  async useGet => {
    await using gateway = await startDemoGateway()
    const { sent, watch } = watchQueries()
    const persisted = new PersistedQueryLink({ sha256, useGETForHashedQueries: useGet })
    const link = persisted.concat(new HttpLink({ uri: `${gateway.url}/graphql`, fetch: watch }))
    const client = new ApolloClient({ link, cache: new InMemoryCache() })
    const { data } = await client.query({ query: gql(POSTS_QUERY), variables: { limit: 3 } })
    expect(data).toEqual({ posts: cachedPosts(3) })
    await client.query({ query: gql`{ users { id } }` })
    // Told once, it sends no more hashes alone.
    expect(sent).toEqual([
      { method: useGet ? 'GET' : 'POST', hasQuery: false },
      { method: 'POST', hasQuery: true },
      { method: 'POST', hasQuery: true },
    ])
    client.stop()
  },
)
