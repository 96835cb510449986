import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { text } from 'node:stream/consumers'
import { expect, test } from 'vitest'
import { createBarrier } from '../support/barrier.ts'
import { startTestGateway } from '../support/gateway.ts'
import { startUpstream } from '../support/upstream.ts'

const SCHEMA = `
  extend schema @source(name: "api", http: { baseURL: "{$env.API_URL}" })
  type Query { item(id: ID!): String @http(GET: "/items/{$args.id}") }
`
const ASK = ' HTTP/1.1\r\nhost: localhost\r\n'

async function open(url: string): Promise<Socket> {
  const socket = connect(Number(new URL(url).port), '127.0.0.1')
  await once(socket, 'connect')
  return socket
}

function query(id: number | string, headers = ''): string {
  return `GET /graphql?query={item(id:"${id}")}${ASK}${headers}\r\n`
}

function post(id: string, padding = ''): string {
  const body = JSON.stringify({ query: `{ item(id: "${id}") }`, extensions: { padding } })
  const head = `content-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n`
  return `POST /graphql${ASK}${head}${body}`
}

/** The bodies of all answers on a connection. */
function bodies(bytes: string): string[] {
  return bytes.split(/HTTP\/1\.1 \d+ .*?\r\n\r\n/s).slice(1)
}

const answer = (id: number | string) => `{"data":{"item":"${id}"}}`

/** Waits for the next answer of a connection that stays open. */
async function nextAnswer(socket: Socket): Promise<string> {
  let bytes = ''
  for (;;) {
    const [chunk] = await once(socket, 'data')
    bytes += chunk
    const [, length = '-1'] = /^content-length: (\d+)\r$/im.exec(bytes) ?? []
    const end = bytes.indexOf('\r\n\r\n')
    if (end > 0 && bytes.length - end - 4 >= Number(length)) return bytes
  }
}

test('An answer that nobody takes is ended, and the log says so', async () => {
  const big = 'x'.repeat(1_000_000)
  await using upstream = await startUpstream(() => ({ json: big }))
  await using gateway = await startTestGateway({
    schema: SCHEMA,
    environment: { API_URL: upstream.url },
    config: { writeTimeout: 200 },
  })
  const socket = await open(gateway.url)
  const fields = Array.from({ length: 15 }, (_, index) => `f${index}:item(id:1)`).join()
  socket.pause().write(`GET /graphql?query={${fields}}${ASK}\r\n`)
  const message = 'a client does not take its answer, and its connection is ended'
  await expect.poll(() => gateway.log.filter(({ msg }) => msg === message).length, { timeout: 20_000 }).toBe(1)
  const bytes = await text(socket)
  expect([/^HTTP\/1\.1 200 /.test(bytes), bytes.length < 15_000_000]).toEqual([true, true])
})

test('Of answers that too many clients do not take, the one that has waited longest makes room', async () => {
  const big = 'x'.repeat(1_000_000)
  await using upstream = await startUpstream(() => ({ json: big }))
  await using gateway = await startTestGateway({ schema: SCHEMA, environment: { API_URL: upstream.url } })
  const names = (client: number) => Array.from({ length: 15 }, (_, index) => `c${client}f${index}`)
  const ask = async (client: number) => {
    const socket = await open(gateway.url)
    const fields = names(client).map(name => `${name}:item(id:1)`)
    socket.pause().write(`GET /graphql?query={${fields}}${ASK}connection: close\r\n\r\n`)
    return socket
  }
  const message = 'clients do not take their answers, and the connection of the one that has waited longest is ended'
  const told = (text: string) => gateway.log.filter(({ msg }) => msg === text).length
  const sent = (count: number) => expect.poll(() => told('request'), { timeout: 20_000 }).toBe(count)
  const first = await ask(0)
  await sent(1)
  // They all wait for the same bytes, which count once.
  const same = await Promise.all(Array.from({ length: 20 }, () => ask(1)))
  await sent(21)
  expect(told(message)).toBe(0)
  const others: Socket[] = []
  while (told(message) === 0) {
    expect(others.length).toBeLessThan(20)
    others.push(await ask(2 + others.length))
    await sent(21 + others.length)
  }
  const whole = names(0).join('":,"').length + 15_000_000
  expect([(await text(first)).length < whole, (await text(others.at(-1) as Socket)).length > whole]).toEqual([
    true,
    true,
  ])
  for (const socket of [...same, ...others]) socket.destroy()
})

test('Neither work on an answer, a pause between requests nor one inside of them is taken for that', async () => {
  const barrier = createBarrier()
  await using upstream = await startUpstream(async ({ url }) => {
    if (url === '/items/1') await barrier.arrive()
    return { json: url.slice('/items/'.length) }
  })
  await using gateway = await startTestGateway({
    schema: SCHEMA,
    environment: { API_URL: upstream.url },
    config: { writeTimeout: 1 },
  })
  const pause = async () => {
    for (let round = 0; round < 5; round++) await gateway.query('{ item(id: 2) }')
  }
  const socket = await open(gateway.url)
  await pause()
  const [head, ...rest] = query(1).split('\r\n')
  socket.write(`${head}\r\n`)
  await pause()
  socket.write(rest.join('\r\n'))
  await upstream.received(1)
  await pause()
  barrier.release()
  expect(await nextAnswer(socket)).toContain(answer(1))
  await pause()
  const sent = post('3')
  socket.write(sent.slice(0, 90))
  await pause()
  socket.write(sent.slice(90, -5))
  await pause()
  socket.write(sent.slice(-5))
  expect(await nextAnswer(socket)).toContain(answer(3))
  socket.destroy()
})

test('Requests that a client sends ahead are answered one at a time, in their order', async () => {
  let [underWay, most] = [0, 0]
  await using upstream = await startUpstream(async ({ url }) => {
    underWay += 1
    most = Math.max(most, underWay)
    await new Promise(resolve => setImmediate(resolve))
    underWay -= 1
    return { json: url.slice('/items/'.length) }
  })
  await using gateway = await startTestGateway({ schema: SCHEMA, environment: { API_URL: upstream.url } })
  const socket = await open(gateway.url)
  const ids = Array.from({ length: 600 }, (_, index) => `n${index}`)
  // Of all kinds and sizes, so that they are cut in all places on their way.
  const kinds = [query, post, (id: string) => post(id, 'x'.repeat(70_000)), query, query]
  const requests = ids.map((id, index) => (kinds[index % 40] ?? query)(id, ''))
  socket.write(`${requests.join('')}${query('end', 'connection: close\r\n')}`)
  expect(bodies(await text(socket))).toEqual([...ids, 'end'].map(answer))
  expect([most, upstream.requests.length]).toEqual([1, 601])
})

/** A gateway whose API answers for what begins with `held` once it is released. */
async function startHeld() {
  const barrier = createBarrier()
  const upstream = await startUpstream(async ({ url }) => {
    if (url.startsWith('/items/held')) await barrier.arrive()
    return { json: url.slice('/items/'.length) }
  })
  const gateway = await startTestGateway({ schema: SCHEMA, environment: { API_URL: upstream.url } })
  return {
    barrier,
    upstream,
    gateway,
    [Symbol.asyncDispose]: async () => {
      await gateway[Symbol.asyncDispose]()
      await upstream[Symbol.asyncDispose]()
    },
  }
}

const MALFORMED = {
  'is no HTTP': ['GARBAGE\r\n\r\n', 400],
  'has bytes of another protocol': ['\x16\x03\x01\0\0', 400],
  'has too long headers': [query(3, `x-long: ${'x'.repeat(20_000)}\r\n`), 431],
  'has two lengths': [`POST /graphql${ASK}content-length: 1\r\ncontent-length: 2\r\n\r\n`, 400],
  'has a chunk without a length': [
    `POST /graphql${ASK}content-type: application/json\r\ntransfer-encoding: chunked\r\n\r\nx\r\n`,
    400,
  ],
} as const

for (const [what, [bytes, status]] of Object.entries(MALFORMED))
  for (const isSentLater of [false, true])
    test(`A request that ${what} is refused behind those before it, ${isSentLater ? 'sent later' : 'sent with them'}`, async () => {
      await using held = await startHeld()
      const { barrier, upstream, gateway } = held
      const socket = await open(gateway.url)
      const all = text(socket)
      socket.write(query('held') + query(2) + (isSentLater ? '' : bytes))
      await upstream.received(1)
      if (isSentLater) socket.write(bytes)
      // Until it has been read: of what is no request nobody else tells that.
      const other = await open(gateway.url)
      other.write(bytes)
      expect(await text(other)).toMatch(new RegExp(`^HTTP/1.1 ${status} `))
      barrier.release()
      const answered = await all
      expect(answered.match(/HTTP\/1\.1 \d+/g)).toEqual(['HTTP/1.1 200', 'HTTP/1.1 200', `HTTP/1.1 ${status}`])
      expect(bodies(answered).slice(0, 2)).toEqual([answer('held'), answer(2)])
    })

test('Of clients that send too much ahead, the one with the most of it is ended', async () => {
  await using held = await startHeld()
  const { barrier, upstream, gateway } = held
  const honest = await open(gateway.url)
  const answered = text(honest)
  honest.write(query('held') + query(2) + query(3, 'connection: close\r\n'))
  await upstream.received(1)
  // Short ones come by the thousand before they are held.
  const short = `GET /${ASK}\r\n`.repeat(2_000)
  const sockets: Socket[] = []
  const ended: string[] = []
  while (ended.length === 0) {
    expect(sockets.length).toBeLessThan(100)
    const socket = await open(gateway.url)
    sockets.push(socket)
    socket.on('error', () => {}).once('close', () => ended.push('ended'))
    socket.write(query(`held${sockets.length}`) + short)
    await upstream.received(1 + sockets.length)
  }
  barrier.release()
  expect(bodies(await answered)).toEqual(['held', 2, 3].map(answer))
  for (const socket of sockets) socket.destroy()
})

test('A connection of HTTP/1.0 ends with a request whose body came in chunks', async () => {
  await using upstream = await startUpstream({})
  await using gateway = await startTestGateway({ schema: SCHEMA, environment: { API_URL: upstream.url } })
  const socket = await open(gateway.url)
  const body = '{"query":"{__typename}"}'
  const head = 'host: localhost\r\nconnection: keep-alive\r\ncontent-type: application/json\r\n'
  const chunked = `transfer-encoding: chunked\r\n\r\n${body.length.toString(16)}\r\n${body}\r\n0\r\n\r\n`
  socket.write(`POST /graphql HTTP/1.0\r\n${head}${chunked}${query(2)}`)
  const answered = await text(socket)
  expect(answered.match(/^HTTP\/1\.1 \d+|^connection: .*\w/gim)).toEqual(['HTTP/1.1 200', 'Connection: close'])
})

test('Before it ends, the gateway answers what has been sent ahead', async () => {
  const barrier = createBarrier()
  await using upstream = await startUpstream(async ({ url }) => {
    await barrier.arrive()
    return { json: url.slice('/items/'.length) }
  })
  const gateway = await startTestGateway({ schema: SCHEMA, environment: { API_URL: upstream.url } })
  const socket = await open(gateway.url)
  socket.write(query(1) + query(2) + query(3))
  await upstream.received(1)
  const ended = gateway[Symbol.asyncDispose]()
  barrier.release()
  expect(bodies(await text(socket))).toEqual([1, 2, 3].map(answer))
  await ended
})

test('Connections beyond the limit are told so, and the next ones are closed at once', async () => {
  await using upstream = await startUpstream({})
  await using gateway = await startTestGateway({
    schema: SCHEMA,
    environment: { API_URL: upstream.url },
    config: { maxConnections: 2 },
  })
  const ask = (socket: Socket, path: string) => {
    socket.write(`GET ${path}${ASK}\r\n`)
    return nextAnswer(socket)
  }
  const path = '/graphql?query={__typename}'
  const [first, second] = [await open(gateway.url), await open(gateway.url)]
  for (const socket of [first, second]) expect(await ask(socket, path)).toMatch(/^HTTP\/1\.1 200 .*keep-alive/s)
  const third = await open(gateway.url)
  third.write(`GET ${path}${ASK}\r\n`)
  const refused = await text(third)
  expect(refused).toMatch(/^HTTP\/1\.1 503 .*^retry-after: 1\r$.*^connection: close\r$/ims)
  expect(bodies(refused)).toEqual([
    '{"errors":[{"message":"The gateway has as many connections as it takes. Try again in a moment.",' +
      '"extensions":{"code":"INTERNAL_SERVER_ERROR"}}]}',
  ])
  // It is alive also for who asks from beyond the limit.
  const probe = await open(gateway.url)
  probe.write(`GET /health${ASK}\r\n`)
  expect(await text(probe)).toMatch(/^HTTP\/1\.1 200 .*^connection: close\r$/ims)

  const silent = await Promise.all(Array.from({ length: 100 }, () => open(gateway.url)))
  const beyond = await open(gateway.url)
  expect(await text(beyond)).toBe('')
  for (const socket of [first, ...silent]) socket.destroy()
  const again = async () => {
    const socket = await open(gateway.url)
    socket.write(`GET ${path}${ASK}connection: close\r\n\r\n`)
    return (await text(socket)).slice(9, 12)
  }
  await expect.poll(again, { timeout: 10_000 }).toBe('200')
  second.destroy()
})

test('Of bodies that never become whole the oldest make room for the others', async () => {
  await using upstream = await startUpstream({ 'GET /items/1': { json: '1' } })
  await using gateway = await startTestGateway({
    schema: SCHEMA,
    environment: { API_URL: upstream.url },
    config: { bodyLimit: 16_777_216 },
  })
  const sent = post('1', 'x'.repeat(16_000_000))
  const sockets: Socket[] = []
  for (let opened = 0; opened < 5; opened++) {
    const socket = await open(gateway.url)
    socket.write(sent.slice(0, 200))
    // Its headers have come once a later connection is answered.
    await fetch(`${gateway.url}/health`)
    sockets.push(socket)
  }
  const [first, last] = [sockets[0] as Socket, sockets.at(-1) as Socket]
  const refused = nextAnswer(first)
  for (const socket of sockets) socket.write(sent.slice(200, -10))
  expect(await refused).toMatch(/^HTTP\/1\.1 503 .*^retry-after: 1\r$.*^connection: close\r$/ims)
  expect(bodies(await refused)).toEqual([
    '{"errors":[{"message":"The gateway holds as much of unfinished requests as it can. Try again in a moment.",' +
      '"extensions":{"code":"INTERNAL_SERVER_ERROR"}}]}',
  ])
  last.write(sent.slice(-10))
  expect(bodies(await nextAnswer(last))).toEqual([answer(1)])
  expect((await gateway.query('{ item(id: 1) }')).text).toBe(answer(1))
  for (const socket of sockets) socket.destroy()
})

test('A client that never finishes its headers is cut off when their time is over', async () => {
  await using upstream = await startUpstream({})
  await using gateway = await startTestGateway({ schema: SCHEMA, environment: { API_URL: upstream.url } })
  const socket = await open(gateway.url)
  socket.write('GET /health HTTP/1.1\r\n')
  expect(await text(socket)).toMatch(/^HTTP\/1\.1 408 /)
  // Node looks every 30 s unless it is told otherwise; the time is 10 s.
}, 25_000)
