import { expect, test } from 'vitest'
import type { Config } from '../../src/config/config.ts'
import { startTestGateway } from '../support/gateway.ts'
import { rawRequest, sendRaw } from './raw-http.ts'

const SCHEMA = `
  extend schema @source(name: "api", http: { baseURL: "http://127.0.0.1:9" })
  type Query { a: String @http(GET: "/a") }
`
const LOOPBACK = [
  'localhost',
  'LocalHost:80',
  'app.localhost:1',
  '127.0.0.1',
  '127.9.8.7:4000',
  '[::1]',
  '[::1]:4000',
  '',
]
const NAMES = ['evil.example', 'localhost.evil.example', '127.0.0.1.evil.example', 'notlocalhost', 'evil.example:4000']
const ADDRESSES = ['192.168.1.7', '192.168.1.7:4000', '[fd00::1]:4000', '0.0.0.0']

const ANSWERED = { status: 200, body: '{"data":{"__typename":"Query"}}' }
const REFUSED = {
  status: 421,
  body: 'This gateway does not answer for the host of the URL. If it should, start it with --allowed-hosts.\n',
}

/** The hosts of these that the gateway answers for; all others are refused, by GET, POST and on every path. */
async function answered(config: Partial<Config>, hosts: readonly string[]) {
  await using gateway = await startTestGateway({ schema: SCHEMA, config })
  const ask = async (line: string, headers: readonly string[], sent = '') => {
    const { status, body } = await sendRaw(gateway.url, rawRequest(line, headers, sent))
    return { status, body }
  }
  const taken: string[] = []
  for (const host of hosts) {
    const headers = [`host: ${host}`]
    const query = await ask('GET /graphql?query={__typename}', headers)
    const sent = '{"query":"{ __typename }"}'
    const post = ['content-type: application/json', `content-length: ${sent.length}`]
    expect(await ask('POST /graphql', [...headers, ...post], sent), host).toEqual(query)
    if (query.status === 200) taken.push(host)
    expect(query, host).toEqual(query.status === 200 ? ANSWERED : REFUSED)
    const health = await ask('GET /health', headers)
    expect(health, host).toEqual(query.status === 200 ? { status: 200, body: '{"state":"alive"}\n' } : REFUSED)
    if (host === '') continue
    // The host of a whole URL counts, and not the header's beside it.
    const whole = await ask(`GET http://${host}/graphql?query={__typename}`, ['host: evil.example'])
    expect(whole, host).toEqual(query)
  }
  return taken
}

test('On a loopback address it answers for loopback names, so that no other name can be made to lead here', async () => {
  expect(await answered({}, [...LOOPBACK, ...NAMES, ...ADDRESSES])).toEqual(LOOPBACK)
})

test('A name that is allowed is answered for beside them, with any port', async () => {
  const allowedHosts = ['API.example.com', '10.0.0.5']
  const allowed = ['api.example.com', 'Api.Example.com:443', '10.0.0.5']
  const hosts = [...LOOPBACK, ...allowed, 'www.api.example.com', ...NAMES, ...ADDRESSES]
  expect(await answered({ allowedHosts, host: 'localhost' }, hosts)).toEqual([...LOOPBACK, ...allowed])
})

test('With a star every name is answered for', async () => {
  const hosts = [...LOOPBACK, ...NAMES, ...ADDRESSES]
  expect(await answered({ allowedHosts: ['*'] }, hosts)).toEqual(hosts)
})

test('On all addresses of the machine every name is answered for, unless it is said which', async () => {
  const hosts = [...LOOPBACK, ...NAMES, ...ADDRESSES]
  expect(await answered({ host: '0.0.0.0' }, hosts)).toEqual(hosts)
  const allowed = await answered({ host: '0.0.0.0', allowedHosts: ['api.example.com'] }, [...hosts, 'api.example.com'])
  expect(allowed).toEqual([...LOOPBACK, ...ADDRESSES, 'api.example.com'])
})

test('A request of HTTP/1.0 without a host, as load balancers send it, is answered', async () => {
  await using gateway = await startTestGateway({ schema: SCHEMA })
  const { status, body } = await sendRaw(gateway.url, 'GET /health HTTP/1.0\r\n\r\n')
  expect([status, body]).toEqual([200, '{"state":"alive"}\n'])
})
