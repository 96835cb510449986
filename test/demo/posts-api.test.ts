import { once } from 'node:events'
import { connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { describe, expect, test } from 'vitest'
import { generateData } from '../../demo/generate-data.ts'
import { startPostsApi } from '../../demo/posts-api.ts'

const { users, posts, comments } = generateData()

interface Answer {
  status: number
  body: unknown
}

async function ask(url: string, method = 'GET', body?: unknown): Promise<Answer> {
  const response = await fetch(url, { method, ...(body === undefined ? {} : { body: JSON.stringify(body) }) })
  return { status: response.status, body: await response.json() }
}

/** Sends bytes as they are, and gives all that comes back until the server closes. */
async function sendRaw(url: string, bytes: string): Promise<string> {
  const socket = connect(Number(new URL(url).port), '127.0.0.1')
  await once(socket, 'connect')
  socket.write(bytes)
  return text(socket)
}

describe('Reading', () => {
  const CASES: readonly (readonly [target: string, body: unknown, status?: number])[] = [
    ['/posts', posts],
    ['/posts/', posts],
    ['/users', users],
    ['/comments', comments],
    ['/posts?userId=3', posts.filter(post => post.userId === 3)],
    ['/posts?userId=9&userId=2', posts.filter(post => post.userId === 2 || post.userId === 9)],
    ['/posts?id=7&id=3&id=999', posts.filter(post => post.id === 3 || post.id === 7)],
    ['/posts?userId=1&id=5&id=50', posts.filter(post => post.id === 5)],
    ['/comments?postId=1&postId=2', comments.slice(0, 10)],
    [`/posts?title=${encodeURIComponent(posts[41]?.title ?? '')}`, [posts[41]]],
    [`/users?username=${users[4]?.username}`, [users[4]]],
    ['/posts?_limit=2', posts.slice(0, 2)],
    ['/posts?userId=2&_limit=1', [posts[10]]],
    ['/posts?_limit=0', []],
    ['/posts?userId=', []],
    ['/posts?userId=01', []],
    ['/posts?nothingHasThis=1&_sort=id&_limit=1', [posts[0]]],
    ['/posts?__proto__=1&constructor=2&toString=3&_limit=1', [posts[0]]],
    ['/posts/1', posts[0]],
    ['/posts/%31', posts[0]],
    ['/users/10', users[9]],
    ['/comments/500', comments[499]],
    ['/posts/1/comments', comments.slice(0, 5)],
    ['/posts/1/comments?_limit=2&postId=9', comments.slice(0, 2)],
    ['/posts/999/comments', []],
    ['/users/2/posts', posts.filter(post => post.userId === 2)],
    ['/posts/101', {}, 404],
    ['/posts/01', {}, 404],
    ['/posts/1%2Fcomments', {}, 404],
    ['/posts/__proto__', {}, 404],
    ['/', {}, 404],
    ['/__proto__', {}, 404],
    ['/constructor/1', {}, 404],
    ['/albums', {}, 404],
    ['/posts/1/users', {}, 404],
    ['/posts/1/comments/1', {}, 404],
    ['/posts?_limit=-1', { error: '_limit must be a whole number, 0 or more' }, 400],
    ['/posts?_limit=many', { error: '_limit must be a whole number, 0 or more' }, 400],
    ['/posts/%zz', { error: 'the path is not well percent-encoded' }, 400],
  ]

  test.each(CASES)('GET %s', async (target, body, status = 200) => {
    await using api = await startPostsApi()
    expect(await ask(`${api.url}${target}`)).toEqual({ status, body })
  })

  test('HEAD answers with the headers of GET and no body', async () => {
    await using api = await startPostsApi()
    const head = await fetch(`${api.url}/posts/1`, { method: 'HEAD' })
    const length = Buffer.byteLength(JSON.stringify(posts[0]))
    expect([
      head.status,
      head.headers.get('content-type'),
      head.headers.get('content-length'),
      await head.text(),
    ]).toEqual([200, 'application/json; charset=utf-8', String(length), ''])
  })
})

describe('Writing', () => {
  test('A created post has the next id, its place as Location, and is there afterwards', async () => {
    await using api = await startPostsApi()
    const post = { userId: 1, id: 101, title: 'New', body: 'Text' }
    const response = await fetch(`${api.url}/posts`, {
      method: 'POST',
      body: JSON.stringify({ id: 1, userId: '1', title: 'New', body: 'Text' }),
    })
    expect([response.status, response.headers.get('location'), await response.json()]).toEqual([
      201,
      '/posts/101',
      post,
    ])
    expect(await ask(`${api.url}/posts/101`)).toEqual({ status: 200, body: post })
    expect(await ask(`${api.url}/posts?userId=1&id=1&id=101`)).toEqual({ status: 200, body: [posts[0], post] })
  })

  test('PUT replaces all but the id, PATCH only what it names, DELETE removes, and no id is given twice', async () => {
    await using api = await startPostsApi()
    const replaced = { id: 2, userId: 4, title: 'Replaced' }
    expect(await ask(`${api.url}/posts/2`, 'PUT', { id: 77, userId: 4, title: 'Replaced' })).toEqual({
      status: 200,
      body: replaced,
    })
    const patched = { ...posts[2], title: 'Patched' }
    expect(await ask(`${api.url}/posts/3`, 'PATCH', { id: 77, title: 'Patched' })).toEqual({
      status: 200,
      body: patched,
    })
    expect(await ask(`${api.url}/posts/100`, 'DELETE')).toEqual({ status: 200, body: {} })
    expect(await ask(`${api.url}/posts`)).toEqual({
      status: 200,
      body: [posts[0], replaced, patched, ...posts.slice(3, 99)],
    })
    expect(await ask(`${api.url}/posts`, 'POST', { title: 'Next' })).toEqual({
      status: 201,
      body: { title: 'Next', id: 101 },
    })
  })

  test('What is written in one server is not in the next', async () => {
    {
      await using api = await startPostsApi()
      await ask(`${api.url}/posts/1`, 'DELETE')
    }
    await using api = await startPostsApi()
    expect(await ask(`${api.url}/posts/1`)).toEqual({ status: 200, body: posts[0] })
  })

  test.each(['PUT', 'PATCH', 'DELETE'])('%s of an unknown post is 404 and makes none', async method => {
    await using api = await startPostsApi()
    const body = method === 'DELETE' ? undefined : { title: 'Nowhere' }
    expect(await ask(`${api.url}/posts/999`, method, body)).toEqual({ status: 404, body: {} })
    expect(await ask(`${api.url}/posts`)).toEqual({ status: 200, body: posts })
  })

  test.each([
    ['', 'the body is not JSON'],
    ['{"title":', 'the body is not JSON'],
    ['[1]', 'the body is not a JSON object'],
    ['null', 'the body is not a JSON object'],
    ['"text"', 'the body is not a JSON object'],
  ])('The body %j is 400 and changes nothing', async (body, error) => {
    await using api = await startPostsApi()
    for (const [method, path] of [
      ['POST', '/posts'],
      ['PUT', '/posts/1'],
      ['PATCH', '/posts/1'],
    ] as const) {
      const response = await fetch(`${api.url}${path}`, { method, body })
      expect([response.status, await response.json()]).toEqual([400, { error }])
    }
    expect(await ask(`${api.url}/posts`)).toEqual({ status: 200, body: posts })
  })

  test.each([
    ['PATCH', '/posts', 'GET, HEAD, POST'],
    ['DELETE', '/posts', 'GET, HEAD, POST'],
    ['POST', '/posts/1', 'GET, HEAD, PUT, PATCH, DELETE'],
    ['POST', '/posts/1/comments', 'GET, HEAD'],
  ])('%s %s is 405 and Allow says what goes', async (method, path, allow) => {
    await using api = await startPostsApi()
    const response = await fetch(`${api.url}${path}`, { method, ...(method === 'DELETE' ? {} : { body: '{}' }) })
    expect([response.status, response.headers.get('allow'), await response.json()]).toEqual([
      405,
      allow,
      { error: 'the method is not allowed here' },
    ])
  })

  test('A body of 1 MiB is taken, one byte more is 413', async () => {
    await using api = await startPostsApi()
    const frame = JSON.stringify({ title: '' }).length
    const full = { title: 'x'.repeat(1024 * 1024 - frame) }
    expect(await ask(`${api.url}/posts`, 'POST', full)).toEqual({ status: 201, body: { ...full, id: 101 } })
    expect(await ask(`${api.url}/posts`, 'POST', { title: `${full.title}x` })).toEqual({
      status: 413,
      body: { error: 'the body has more than 1048576 bytes' },
    })
  })
})

describe('Hostile input', () => {
  test('__proto__ and constructor in a body are ordinary names', async () => {
    await using api = await startPostsApi()
    const sent = '{"__proto__":{"polluted":1},"constructor":"c","title":{"toString":1}}'
    const created = await fetch(`${api.url}/posts`, { method: 'POST', body: sent })
    const stored = `${sent.slice(0, -1)},"id":101}`
    expect([created.status, await created.text()]).toEqual([201, stored])
    const patched = await fetch(`${api.url}/posts/101`, { method: 'PATCH', body: '{"__proto__":{"polluted":2}}' })
    expect(await patched.text()).toBe(stored.replace('"polluted":1', '"polluted":2'))
    expect(await ask(`${api.url}/posts?polluted=2&constructor=c&_limit=1`)).toMatchObject({ body: [{ id: 101 }] })
    expect(await ask(`${api.url}/posts?title=x`)).toEqual({ status: 200, body: [] })
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false)
  })

  test.each(['//', '/posts?%', '///?#', '*', 'http://[/posts', '/posts/%00', '/posts?a=%E0%A4%A'])(
    'The request target %s gets an answer and the server goes on',
    async target => {
      await using api = await startPostsApi()
      expect(await sendRaw(api.url, `GET ${target} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`)).toMatch(
        /^HTTP\/1\.1 (200|400|404) /,
      )
      expect(await ask(`${api.url}/posts/1`)).toEqual({ status: 200, body: posts[0] })
    },
  )

  test('What is not HTTP, and a client that leaves in the middle of a body, end only their own connection', async () => {
    await using api = await startPostsApi()
    expect(await sendRaw(api.url, 'not http\r\n\r\n')).toMatch(/^HTTP\/1\.1 400 /)
    const socket = connect(Number(new URL(api.url).port), '127.0.0.1')
    await once(socket, 'connect')
    socket.write('POST /posts HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\nExpect: 100-continue\r\n\r\n')
    await once(socket, 'data')
    socket.resetAndDestroy()
    await once(socket, 'close')
    expect(await ask(`${api.url}/posts`)).toEqual({ status: 200, body: posts })
  })
})

describe('For tests', () => {
  test('onRequest sees every request and holds its answer back until its promise is fulfilled', async () => {
    const both = Promise.withResolvers<void>()
    const seen: string[] = []
    await using api = await startPostsApi({
      onRequest: ({ method, target }) => {
        seen.push(`${method} ${target}`)
        if (seen.length === 2) both.resolve()
        return both.promise
      },
    })
    const answers = await Promise.all([ask(`${api.url}/posts/1`), ask(`${api.url}/posts/2?x=1`)])
    expect(answers.map(answer => answer.body)).toEqual(posts.slice(0, 2))
    expect(seen.toSorted()).toEqual(['GET /posts/1', 'GET /posts/2?x=1'])
  })

  test('A port that is taken is an error, and disposal frees it', async () => {
    const first = await startPostsApi()
    const port = Number(new URL(first.url).port)
    await expect(startPostsApi({ port })).rejects.toThrow('EADDRINUSE')
    await first[Symbol.asyncDispose]()
    await using second = await startPostsApi({ port })
    expect(second.url).toBe(first.url)
  })
})
