import { afterAll, beforeAll, expect, test } from 'vitest'
import { type DemoGateway, startDemoGateway } from '../client/demo-gateway.ts'
import { refusal } from './ask.ts'
import { rawRequest, sendRaw } from './raw-http.ts'

const APP = 'https://app.example.com'
const DESKTOP = 'electron://altair'
const HOST = 'gateway.example:8080'
const FOREIGN = refusal('Pages of this origin may not ask here. If they should, list it by --cors-origins.')

let gateway: DemoGateway
beforeAll(async () => {
  gateway = await startDemoGateway({ corsOrigins: [APP, DESKTOP], allowedHosts: [HOST.split(':')[0] ?? ''] })
})
afterAll(() => gateway?.[Symbol.asyncDispose]())

async function ask(line: string, headers: readonly string[], sent = '') {
  const length = [`host: ${HOST}`, `content-length: ${sent.length}`, 'content-type: application/json']
  const { status, body } = await sendRaw(gateway.url, rawRequest(line, [...length, ...headers], sent))
  return { status, body }
}

const MAY: [string, readonly string[]][] = [
  ['no browser', []],
  ['a page of the gateway', ['sec-fetch-site: same-origin', `origin: http://${HOST}`]],
  ['a page of the gateway, by GET', ['sec-fetch-site: same-origin']],
  ['the address bar', ['sec-fetch-site: none']],
  ['an old browser, of a page of the gateway', [`origin: http://${HOST}`]],
  ['an old browser, of a page behind TLS', [`origin: https://${HOST}`]],
  ['a page behind a proxy that changes the host', ['sec-fetch-site: same-origin', 'origin: https://www.example.com']],
  ['a listed page', ['sec-fetch-site: cross-site', `origin: ${APP}`]],
  ['an old browser, of a listed page', [`origin: ${APP}`]],
  ['a listed desktop client', ['sec-fetch-site: cross-site', `origin: ${DESKTOP}`]],
]
const MAY_NOT: [string, readonly string[]][] = [
  ['an image or a link of another page', ['sec-fetch-site: cross-site']],
  ['a page of a sister host', ['sec-fetch-site: same-site', 'origin: http://www.gateway.example:8080']],
  ['another page', ['sec-fetch-site: cross-site', 'origin: https://evil.example']],
  ['an old browser, of another page', ['origin: https://evil.example']],
  ['an old browser, of another port', ['origin: http://gateway.example']],
  ['a file or a frame without an origin', ['origin: null']],
  ['another desktop client', ['origin: electron://other']],
  ['two origins', [`origin: ${APP}`, 'origin: https://evil.example']],
  ['two sites', ['sec-fetch-site: same-origin', 'sec-fetch-site: cross-site']],
  ['a site that is none', ['sec-fetch-site: elsewhere']],
]

test.each(MAY)('%s may ask', async (_, headers) => {
  const answer = { status: 200, body: '{"data":{"post":{"id":"1"}}}' }
  expect(await ask('GET /graphql?query={post(id:1){id}}', headers)).toEqual(answer)
  expect(await ask('POST /graphql', headers, '{"query":"{ post(id: 1) { id } }"}')).toEqual(answer)
})

test.each(MAY_NOT)('%s may not ask', async (_, headers) => {
  const answer = { status: 403, body: FOREIGN }
  expect(await ask('GET /graphql?query={post(id:1){id}}', headers)).toEqual(answer)
  expect(await ask('POST /graphql', headers, '{"query":"mutation { deletePost(id: 70) }"}')).toEqual(answer)
  expect(await ask('GET /graphql?query={post(id:70){id}}', [])).toEqual({
    status: 200,
    body: '{"data":{"post":{"id":"70"}}}',
  })
})

test('A link of another page leads to GraphiQL', async () => {
  const { status, body } = await ask('GET /graphql', ['sec-fetch-site: cross-site', 'accept: text/html'])
  expect([status, body.startsWith('<!doctype html>')]).toEqual([200, true])
})
