import { expect, test } from 'vitest'
import { startUpstream, type UpstreamRoutes } from '../../support/upstream.ts'
import { httpBinding, load, openSource } from './support.ts'

const to = (location: string, status = 302) => ({ status, headers: { location } })

async function ask(
  routes: UpstreamRoutes,
  binding = httpBinding(),
  redirects: 'NEVER' | 'SAME_ORIGIN' = 'SAME_ORIGIN',
) {
  await using upstream = await startUpstream(routes)
  await using source = openSource(upstream.url, { redirects })
  const [slot] = await load(source, binding)
  return { slot, requests: upstream.requests.map(({ method, url }) => `${method} ${url}`) }
}

test('No redirect is followed unless the source says so', async () => {
  const { slot, requests } = await ask({ 'GET /items': to('/other') }, httpBinding(), 'NEVER')
  expect([slot, requests]).toMatchObject([{ reason: 'redirect', status: 302 }, ['GET /items']])
})

test('A GET is redirected within its origin, with its headers', async () => {
  for (const status of [301, 302, 303, 307, 308]) {
    await using upstream = await startUpstream({
      'GET /items': to('other/../list?a=1', status),
      'GET /list?a=1': { json: { id: 1 } },
    })
    await using source = openSource(upstream.url, { redirects: 'SAME_ORIGIN' })
    expect(await load(source, httpBinding({ headers: [{ name: 'x-key', value: ['k'] }] }))).toEqual([{ id: 1 }])
    expect(upstream.requests.map(({ headers }) => headers['x-key'])).toEqual(['k', 'k'])
  }
})

test('Nothing is sent to another origin, and a redirect that leads nowhere is an error', async () => {
  await using other = await startUpstream({})
  for (const location of [`${other.url}/items`, '//example.invalid/', 'http://', 'file:///etc/passwd']) {
    const { slot, requests } = await ask({ 'GET /items': to(location) })
    expect([slot, requests]).toMatchObject([{ reason: 'redirect' }, ['GET /items']])
  }
  expect((await ask({ 'GET /items': { status: 302 } })).slot).toMatchObject({ reason: 'redirect' })
  expect(other.requests).toEqual([])
})

test('A circle ends after five redirects', async () => {
  const { slot, requests } = await ask({ 'GET /items': to('/items') })
  expect([slot, requests.length]).toMatchObject([{ reason: 'redirect' }, 6])
})

test('What is no GET is never redirected', async () => {
  const { slot, requests } = await ask(
    { 'POST /items': to('/list', 307) },
    httpBinding({ method: 'POST', mutation: true }),
  )
  expect([slot, requests]).toMatchObject([{ reason: 'redirect' }, ['POST /items']])
})
