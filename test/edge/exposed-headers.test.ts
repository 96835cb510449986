import { createServer, type ServerResponse } from 'node:http'
import { expect, onTestFinished, test } from 'vitest'
import type { Config } from '../../src/config/config.ts'
import { createBarrier } from '../support/barrier.ts'
import { freePort } from '../support/free-port.ts'
import { startTestGateway } from '../support/gateway.ts'

type Respond = (response: ServerResponse, url: string) => void | Promise<void>

/** A gateway whose API answers with headers of any kind, as they are given to Node. */
async function start(expose: string, respond: Respond, config: Partial<Config> = {}, more = '') {
  const urls: string[] = []
  const api = createServer(async (request, response) => {
    urls.push(request.url ?? '')
    response.setHeader('content-type', 'application/json')
    await respond(response, request.url ?? '')
    response.end(JSON.stringify(request.url))
  })
  const port = await freePort()
  await new Promise<void>(resolve => api.listen(port, '127.0.0.1', resolve))
  onTestFinished(() => {
    api.closeAllConnections()
    api.close()
  })
  const gateway = await startTestGateway({
    config,
    schema: `
      extend schema @source(name: "api", http: { baseURL: "http://127.0.0.1:${port}", retries: 0, expose: [${expose}] ${more} })
      type Query {
        one: String @http(GET: "/one")
        two: String @http(GET: "/two")
        item: Item @http(GET: "/item", with: { id: "1" })
      }
      type Mutation {
        login: String @http(POST: "/login")
        logout: String @http(GET: "/logout")
        change: Item @http(PUT: "/change", with: { id: "1" })
      }
      type Item { id: ID self: String @http(GET: "/self") }
    `,
  })
  onTestFinished(() => gateway[Symbol.asyncDispose]())
  return { gateway, urls }
}

test('Cookies of mutations reach the client, each as a header of its own, and none of a query does', async () => {
  const { gateway } = await start('"Set-Cookie"', (response, url) => {
    response.setHeader('set-cookie', [`a=${url}; Path=/; HttpOnly`, 'b=2, 3; Expires=Wed, 01 Jan 2031 00:00:00 GMT'])
    response.setHeader('x-other', 'no')
  })
  const { headers } = await gateway.query('mutation { login }')
  expect(headers.getSetCookie()).toEqual([
    'a=/login; Path=/; HttpOnly',
    'b=2, 3; Expires=Wed, 01 Jan 2031 00:00:00 GMT',
  ])
  expect(headers.get('cache-control')).toBe('no-store')
  expect(headers.get('x-other')).toBeNull()
  const both = await gateway.query('mutation { login logout change { self } }')
  expect(both.headers.getSetCookie().map(cookie => cookie.split(';')[0])).toEqual([
    'a=/login',
    'b=2, 3',
    'a=/logout',
    'a=/change',
  ])
  for (const query of ['{ one two }', '{ item { self } }'])
    expect((await gateway.query(query)).headers.getSetCookie()).toEqual([])
})

test('What an API says with a failure is shown too', async () => {
  const { gateway } = await start('"Set-Cookie"', response => {
    response.statusCode = 401
    response.setHeader('set-cookie', 'session=; Max-Age=0')
  })
  const { body, headers } = await gateway.query('mutation { login }')
  expect(body).toMatchObject({ data: { login: null }, errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] })
  expect(headers.getSetCookie()).toEqual(['session=; Max-Age=0'])
})

test('Values of several calls are one list, each once; names are in any case', async () => {
  const { gateway } = await start('"link", "X-Remaining"', (response, url) => {
    response.setHeader('Link', [`<${url}?page=2>; rel="next"`, '</first>; rel="first"'])
    response.setHeader('X-REMAINING', '7')
  })
  const { headers } = await gateway.query('{ one two }')
  const links = headers.get('link')?.split(', ')
  expect(new Set(links)).toEqual(
    new Set(['</one?page=2>; rel="next"', '</two?page=2>; rel="next"', '</first>; rel="first"']),
  )
  expect(headers.get('x-remaining')).toBe('7')
  expect(headers.get('cache-control')).toBe('no-store')
})

test.each([true, false])(
  'The same query of several clients at once shows each its own (direct lane %j)',
  async directLane => {
    const gate = createBarrier(1)
    let count = 0
    const { gateway, urls } = await start(
      '"X-Session"',
      async response => {
        count += 1
        response.setHeader('cache-control', 'public, max-age=60')
        response.setHeader('x-session', String(count))
        await gate.arrive()
      },
      { directLane },
    )
    for (let round = 0; round < 2; round++) {
      const answers = await Promise.all(Array.from({ length: 10 }, () => gateway.query('{ one }')))
      const sessions = answers.map(({ headers }) => headers.get('x-session'))
      expect(new Set(sessions).size).toBe(10)
      for (const { headers } of answers) expect(headers.get('cache-control')).toBe('no-store')
    }
    expect(urls).toHaveLength(count)
  },
)

test('A source that shows cookies only shares what queries ask as before', async () => {
  const gate = createBarrier()
  const { gateway, urls } = await start('"Set-Cookie"', async (response, url) => {
    response.setHeader('set-cookie', 'a=1')
    if (url === '/one') await gate.arrive()
  })
  const answers = Array.from({ length: 5 }, () => gateway.query('{ one }'))
  await expect.poll(() => gateway.log.filter(({ msg }) => String(msg).includes('the same query')).length).toBe(4)
  gate.release()
  await Promise.all(answers)
  expect(urls).toEqual(['/one'])
})

test('The gateway’s own headers are not replaced, and what can not be sent is left out', async () => {
  const { gateway } = await start('"X-Odd", "X-Empty", "X-Fine", "Link"', response => {
    response.setHeader('x-odd', Buffer.from('Zoë').toString('latin1'))
    response.setHeader(
      'link',
      Array.from({ length: 60 }, (_, n) => `</${n}>`),
    )
    response.setHeader('x-fine', 'a\tb "c"')
    response.setHeader('x-empty', '')
  })
  const { status, headers } = await gateway.query('{ one }')
  expect(status).toBe(200)
  expect(headers.get('x-odd')).toBeNull()
  expect(headers.get('link')?.split(', ')).toHaveLength(49)
  expect(headers.get('x-fine')).toBe('a\tb "c"')
  expect(headers.get('x-empty')).toBeNull()
  const told = gateway.log.filter(({ msg }) => String(msg).startsWith('an answer shows not all headers'))
  expect(told).toHaveLength(1)
})

test('An answer shows no more than 8 KiB of headers', async () => {
  const { gateway } = await start('"Set-Cookie"', response => {
    response.setHeader(
      'set-cookie',
      ['a', 'b', 'c'].map(name => `${name}=${'x'.repeat(4_000)}`),
    )
  })
  const { body, headers } = await gateway.query('mutation { login }')
  expect(body).toEqual({ data: { login: '/login' } })
  expect(headers.getSetCookie().map(([name]) => name)).toEqual(['a', 'b'])
})

test('A page of an allowed origin may read them; another client of the API gets none of what was not asked', async () => {
  const origin = 'https://app.example.com'
  const { gateway } = await start('"X-Remaining"', response => response.setHeader('x-remaining', '7') && undefined, {
    corsOrigins: [origin],
  })
  const { headers } = await gateway.query('{ one }', {}, { origin })
  expect(headers.get('access-control-expose-headers')).toBe('x-request-id, x-remaining')
  const { headers: without } = await gateway.query('{ __typename }', {}, { origin })
  expect(without.get('access-control-expose-headers')).toBe('x-request-id')
})
