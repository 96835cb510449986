import { once } from 'node:events'
import { createServer, request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, expect, onTestFinished, test } from 'vitest'
import type { Config } from '../../src/config/config.ts'
import { startGateway } from '../../src/gateway.ts'
import { launchChromium } from '../support/chromium.ts'
import { startTestGateway, type TestGateway } from '../support/gateway.ts'
import { readOpenMetrics } from '../support/open-metrics.ts'
import { startUpstream } from '../support/upstream.ts'

const SCHEMA = `
  extend schema @source(name: "api", http: { baseURL: "{$env.API}" })
  type Query { word: String @http(GET: "/word") }
`
const QUERY = '?query={word}'
const DATA = '{"data":{"word":"seven"}}'

async function start(config: Partial<Config>): Promise<TestGateway> {
  const upstream = await startUpstream(() => ({ json: 'seven' }))
  onTestFinished(() => upstream[Symbol.asyncDispose]())
  const gateway = await startTestGateway({ schema: SCHEMA, environment: { API: upstream.url }, config })
  onTestFinished(() => gateway[Symbol.asyncDispose]())
  return gateway
}

async function ask(url: string, path: string, init: RequestInit = {}) {
  const response = await fetch(url + path, { redirect: 'manual', ...init })
  return { status: response.status, location: response.headers.get('location'), body: await response.text() }
}

/** A proxy that puts the gateway under a prefix, and says nothing of it. */
async function startProxy(gateway: TestGateway, prefix: string): Promise<string> {
  const { hostname, port } = new URL(gateway.url)
  const server = createServer((incoming, response) => {
    if (!incoming.url?.startsWith(`${prefix}/`)) return void response.writeHead(404).end()
    const path = incoming.url.slice(prefix.length)
    const { method, headers } = incoming
    const asked = request({ hostname, port, path, method, headers }, answer => {
      response.writeHead(answer.statusCode ?? 502, answer.headers)
      answer.pipe(response)
    })
    incoming.pipe(asked)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    server.close()
    server.closeAllConnections()
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}${prefix}`
}

describe.each([true, false])('With the direct lane %j', directLane => {
  test.each(['/api/graphql', '/', '/v1.0/~shop'])('GraphQL is at %s, and nowhere else', async path => {
    const gateway = await start({ directLane, path })
    const headers = { 'content-type': 'application/json' }
    const body = '{"query":"{ word }"}'
    expect(await ask(gateway.url, path, { method: 'POST', headers, body })).toMatchObject({ status: 200, body: DATA })
    expect(await ask(gateway.url, path + QUERY)).toMatchObject({ status: 200, body: DATA })
    for (const other of ['/graphql', `${path}/`, `${path}x`, '/api', '/%61pi/graphql', '/v1x0/~shop'])
      if (other !== path)
        expect(await ask(gateway.url, other + QUERY)).toEqual({
          status: 404,
          location: null,
          body: `There is nothing here. GraphQL is at ${path}.\n`,
        })
    // What balancers ask stays where it is.
    expect((await ask(gateway.url, '/health')).status).toBe(200)
    expect((await ask(gateway.url, '/ready')).status).toBe(200)
  })
})

test.each([
  ['/api/graphql', ''],
  ['/api/graphql', '/shop'],
  ['/', '/shop'],
  ['/graphql', '/shop/v1'],
])('Chromium finds the page of %s with all its files, and asks there, behind the prefix "%s"', async (path, prefix) => {
  const gateway = await start({ path })
  const url = prefix === '' ? gateway.url : await startProxy(gateway, prefix)
  await using browser = await launchChromium()
  const page = await browser.newPage()
  const missing: string[] = []
  page.on('response', answer => {
    if (answer.status() >= 400) missing.push(answer.url())
  })
  const asked = page.waitForResponse(answer => answer.request().method() === 'POST')
  // The root leads to it.
  await page.goto(`${url}/`)
  expect(page.url()).toBe(`${url}${path}`)
  await page.waitForSelector('.graphiql-container')
  expect((await asked).url()).toBe(`${url}${path}`)
  const told = await page.waitForResponse(answer => answer.url().endsWith('ready'))
  expect([told.url(), told.status()]).toEqual([`${url}/ready`, 200])
  expect(missing).toEqual([])
})

test('Metrics know the path', async () => {
  const gateway = await start({ path: '/api/graphql', metricsPort: 0 })
  await ask(gateway.url, `/api/graphql${QUERY}`)
  const samples = readOpenMetrics(await (await fetch(gateway.metricsUrl ?? '')).text())
  const routes = samples
    .filter(({ name }) => name === 'http_server_request_duration_seconds_count')
    .map(({ labels }) => labels.http_route)
  expect(routes).toEqual(['/api/graphql'])
})

test.each([
  '',
  'graphql',
  '/graphql/',
  '/a//b',
  '/a/../b',
  '/./a',
  '/a b',
  '/%61',
  '/a?b',
  '/a#b',
  '/health',
  '/ready',
  '/é',
])('%j is no path that it can be served at', async path => {
  await expect(startGateway({ path })).rejects.toThrow(
    `path takes a path such as /api/graphql, other than /health and /ready, not "${path}".`,
  )
})
