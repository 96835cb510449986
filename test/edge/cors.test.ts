import { expect, test } from 'vitest'
import { type DemoGateway, startDemoGateway } from '../client/demo-gateway.ts'

const APP = 'https://app.example.com'
const OTHER = 'http://localhost:3000'
const QUERY = JSON.stringify({ query: '{ post(id: 1) { id } }' })

/** What a browser looks at. */
async function corsOf(gateway: DemoGateway, path: string, init: RequestInit & { headers: Record<string, string> }) {
  const response = await fetch(`${gateway.url}${path}`, init)
  await response.text()
  const headers = [...response.headers].filter(([name]) => name === 'vary' || name.startsWith('access-control-'))
  return { status: response.status, headers: Object.fromEntries(headers) }
}

function preflight(gateway: DemoGateway, origin: string) {
  return corsOf(gateway, '/graphql', {
    method: 'OPTIONS',
    headers: {
      origin,
      'access-control-request-method': 'POST',
      'access-control-request-headers': 'content-type,x-request-id',
    },
  })
}

function post(gateway: DemoGateway, origin: string) {
  return corsOf(gateway, '/graphql', {
    method: 'POST',
    headers: { origin, 'content-type': 'application/json' },
    body: QUERY,
  })
}

test('Nobody may call from another origin unless it is configured', async () => {
  await using gateway = await startDemoGateway()
  for (const origin of [APP, 'null', gateway.url]) {
    const isOwn = origin === gateway.url
    expect(await preflight(gateway, origin)).toEqual({ status: isOwn ? 405 : 403, headers: { vary: 'accept' } })
    expect(await post(gateway, origin)).toEqual({ status: isOwn ? 200 : 403, headers: { vary: 'accept' } })
    expect(await corsOf(gateway, '/health', { headers: { origin } })).toEqual({ status: 200, headers: {} })
  }
})

test.each([[[APP]], [[APP, OTHER]]])('Pages of %j may call, without cookies', async corsOrigins => {
  await using gateway = await startDemoGateway({ corsOrigins })
  for (const origin of corsOrigins) {
    const allowed = { 'access-control-allow-origin': origin, 'access-control-expose-headers': 'x-request-id' }
    expect(await preflight(gateway, origin)).toEqual({
      status: 204,
      headers: {
        ...allowed,
        'access-control-allow-headers': 'content-type,x-request-id',
        'access-control-allow-methods': 'GET, POST',
        'access-control-max-age': '600',
        vary: 'origin',
      },
    })
    expect(await post(gateway, origin)).toEqual({ status: 200, headers: { ...allowed, vary: 'accept, origin' } })
    expect(await corsOf(gateway, '/graphql', { headers: { origin } })).toEqual({
      status: 400,
      headers: { ...allowed, vary: 'accept, origin' },
    })
  }
})

test.each([
  'https://evil.example.com',
  'http://app.example.com',
  'https://app.example.com.evil.com',
  'https://APP.example.com',
  'null',
  '*',
  '',
])('A page of %j may not call where others may', async origin => {
  await using gateway = await startDemoGateway({ corsOrigins: [APP, OTHER] })
  expect(await preflight(gateway, origin)).toEqual({ status: 403, headers: { vary: 'accept, origin' } })
  expect(await post(gateway, origin)).toEqual({ status: 403, headers: { vary: 'accept, origin' } })
})

test('A refused page is told in the log, once for each origin', async () => {
  await using gateway = await startDemoGateway({ corsOrigins: [OTHER] })
  for (const origin of [APP, APP, 'https://b.example.com', OTHER]) await preflight(gateway, origin)
  await post(gateway, APP)
  const told = gateway.log.filter(({ msg }) => String(msg).includes('--cors-origins'))
  expect(told.map(({ level, origin }) => [level, origin])).toEqual([
    [40, APP],
    [40, 'https://b.example.com'],
  ])
})
