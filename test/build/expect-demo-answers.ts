import { expect } from 'vitest'
import { expectedPosts, POSTS_QUERY } from '../client/rows.ts'

/** Holds that the demo at a URL answers a query of several sources. */
export async function expectDemoAnswers(url: string): Promise<void> {
  const answer = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query: POSTS_QUERY, variables: { limit: 3 } }),
  })
  expect(await answer.json()).toEqual({ data: { posts: expectedPosts(3) } })
}
