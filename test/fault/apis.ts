import type { UpstreamAnswer, UpstreamRequest } from '../support/upstream.ts'
import { comments, type Post, posts, tagOf } from './model.ts'

const NOT_FOUND: UpstreamAnswer = { status: 404 }

/** The API of posts, and of marks, which it counts. */
export function createBlog(applied: Map<string, number>) {
  return ({ method, url, headers, body }: UpstreamRequest): UpstreamAnswer => {
    const { pathname, searchParams } = new URL(url, 'http://blog')
    const seenBy = seenByOf(headers.authorization)
    if (method === 'POST' && pathname === '/marks') {
      const { token } = JSON.parse(body) as { token: string }
      applied.set(token, (applied.get(token) ?? 0) + 1)
      return { json: { token, seenBy } }
    }
    if (pathname.startsWith('/posts/')) {
      const post = posts.find(({ id }) => String(id) === pathname.slice('/posts/'.length))
      return post ? { json: { ...post, seenBy } } : NOT_FOUND
    }
    if (pathname !== '/posts') return NOT_FOUND
    const from = Number(searchParams.get('from') ?? 0)
    const to = Number(searchParams.get('to') ?? Number.POSITIVE_INFINITY)
    const found = posts.filter(
      post =>
        isAmong(searchParams, 'id', post) && isAmong(searchParams, 'userId', post) && post.id >= from && post.id <= to,
    )
    return { json: found.map(post => ({ ...post, seenBy })) }
  }
}

/** The API of comments, which also says who asks. */
export function answerTalk({ url, headers }: UpstreamRequest): UpstreamAnswer {
  const { pathname, searchParams } = new URL(url, 'http://talk')
  const seenBy = seenByOf(headers.authorization)
  if (pathname === '/me') return { json: { seenBy } }
  if (pathname !== '/comments') return NOT_FOUND
  const wanted = searchParams.getAll('postId')
  const found = comments.filter(({ postId }) => wanted.includes(String(postId)))
  return { json: found.map(comment => ({ ...comment, seenBy })) }
}

function isAmong(search: URLSearchParams, name: 'id' | 'userId', post: Post): boolean {
  const wanted = search.getAll(name)
  return wanted.length === 0 || wanted.includes(String(post[name]))
}

/** Everything is marked with the token that it was asked for with. */
function seenByOf(authorization: string | undefined): string {
  return tagOf(authorization?.replace('Bearer ', '') ?? 'nobody')
}
