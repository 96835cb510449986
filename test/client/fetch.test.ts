import { expect, test } from 'vitest'
import { startDemoGateway } from './demo-gateway.ts'
import { expectedPosts, POSTS_QUERY } from './rows.ts'

test('Plain fetch reads the joined rows, by POST and by GET', async () => {
  await using gateway = await startDemoGateway()
  const variables = { limit: 3 }
  const posted = await fetch(`${gateway.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query: POSTS_QUERY, variables }),
  })
  const search = new URLSearchParams({ query: POSTS_QUERY, variables: JSON.stringify(variables) })
  const got = await fetch(`${gateway.url}/graphql?${search}`)
  const text = JSON.stringify({ data: { posts: expectedPosts(3) } })
  expect([await posted.text(), await got.text()]).toEqual([text, text])
})
