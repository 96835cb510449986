import { expect, test } from 'vitest'
import { UPSTREAM_FAULTS } from '../../src/case/upstream-answer.ts'
import { createBarrier } from './barrier.ts'
import { startUpstream } from './upstream.ts'

test('An upstream answers by its routes and remembers what it was asked', async () => {
  await using upstream = await startUpstream({
    'GET /posts?userId=1': { json: [{ id: 1 }] },
    'POST /posts': request => ({ status: 201, json: { got: JSON.parse(request.body) } }),
    'GET /page': { status: 502, headers: { 'content-type': 'text/html' }, body: '<h1>Bad gateway</h1>' },
  })
  const posts = await fetch(`${upstream.url}/posts?userId=1`, { headers: { 'x-key': 'secret' } })
  const created = await fetch(`${upstream.url}/posts`, { method: 'POST', body: '{"title":"a"}' })
  const page = await fetch(`${upstream.url}/page`)
  const unknown = await fetch(`${upstream.url}/nothing`)

  expect([
    [posts.status, posts.headers.get('content-type'), await posts.text()],
    [created.status, created.headers.get('content-type'), await created.text()],
    [page.status, page.headers.get('content-type'), await page.text()],
    [unknown.status, unknown.headers.get('content-type'), await unknown.text()],
  ]).toEqual([
    [200, 'application/json', '[{"id":1}]'],
    [201, 'application/json', '{"got":{"title":"a"}}'],
    [502, 'text/html', '<h1>Bad gateway</h1>'],
    [501, 'application/json', '"no route for GET /nothing"'],
  ])
  expect(upstream.requests.map(({ method, url, body }) => `${method} ${url} ${body}`)).toEqual([
    'GET /posts?userId=1 ',
    'POST /posts {"title":"a"}',
    'GET /page ',
    'GET /nothing ',
  ])
  expect(upstream.requests[0]?.headers['x-key']).toBe('secret')
})

test('Every fault reaches the client as what it is called', async () => {
  await using upstream = await startUpstream(({ url }) => ({
    json: { id: 1 },
    fault: UPSTREAM_FAULTS.find(fault => url === `/${fault}`) ?? 'reset',
  }))
  await expect(fetch(`${upstream.url}/reset`)).rejects.toMatchObject({ cause: { code: 'ECONNRESET' } })

  const truncated = await fetch(`${upstream.url}/truncated`)
  expect(truncated.status).toBe(200)
  await expect(truncated.text()).rejects.toThrow('terminated')

  const hanging = fetch(`${upstream.url}/hang`)
  await upstream.received(3)
  await upstream.stop()
  await expect(hanging).rejects.toThrow('fetch failed')
})

test('A barrier holds the answers until all requests have arrived', async () => {
  const barrier = createBarrier(2)
  await using upstream = await startUpstream(async () => {
    await barrier.arrive()
    return { json: upstream.requests.length }
  })
  const answers = await Promise.all([fetch(upstream.url), fetch(upstream.url)])
  expect(await Promise.all(answers.map(answer => answer.json()))).toEqual([2, 2])
})

test('A stopped upstream refuses connections and answers again after a restart', async () => {
  await using upstream = await startUpstream({ 'GET /': { json: 'up' } })
  await upstream.stop()
  await expect(fetch(upstream.url)).rejects.toMatchObject({ cause: { code: 'ECONNREFUSED' } })
  await upstream.restart()
  expect(await (await fetch(upstream.url)).json()).toBe('up')
})
