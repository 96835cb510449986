import { once } from 'node:events'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import { expect, test } from 'vitest'
import { httpBinding, load, openSource } from './support.ts'

type Talk = (socket: Socket) => void

/** A server that does with each connection what it is told, once it has been asked. */
async function startHostile(talk: Talk) {
  const sockets = new Set<Socket>()
  const server = createServer(socket => {
    sockets.add(socket)
    socket.on('error', () => undefined)
    socket.once('data', () => talk(socket))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy()
      server.close()
      await once(server, 'close')
    },
  }
}

async function slotOf(talk: Talk, said: Parameters<typeof openSource>[1] = {}) {
  await using hostile = await startHostile(talk)
  await using source = openSource(hostile.url, said)
  const [slot] = await load(source, httpBinding())
  return slot
}

const HEAD = 'HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n'
const says = (wire: string) => (socket: Socket) => void socket.end(wire)
const body = (json: string) => says(`${HEAD}content-length: ${Buffer.byteLength(json)}\r\n\r\n${json}`)

test('Answers whose length can be read in two ways are no answers', async () => {
  for (const headers of [
    'content-length: 2\r\ncontent-length: 20\r\n',
    'content-length: 2, 20\r\n',
    'content-length: 2\r\ntransfer-encoding: chunked\r\n',
    'content-length: -2\r\n',
    'content-length: 99999999999999999999999\r\n',
  ])
    expect([headers, await slotOf(says(`${HEAD}${headers}\r\n{}`))]).toMatchObject([headers, { reason: 'reset' }])
})

test('Headers beyond 16 KiB are too large, as one or as many, and the connection is closed', async () => {
  const closed = Promise.withResolvers<void>()
  const bomb = (line: (n: number) => string) => (socket: Socket) => {
    socket.once('close', () => closed.resolve())
    socket.write(HEAD)
    for (let n = 0; n < 4_000; n++) socket.write(line(n))
  }
  const tooLarge = { code: 'RESPONSE_VALIDATION_FAILED', reason: 'too_large' }
  expect(await slotOf(bomb(n => `x-${n}: ${'v'.repeat(20)}\r\n`))).toMatchObject(tooLarge)
  await closed.promise
  expect(await slotOf(says(`${HEAD}x: ${'v'.repeat(100_000)}\r\n\r\n{}`))).toMatchObject(tooLarge)
})

test('A body of a gigabyte is left at the limit, and its connection closed', async () => {
  const closed = Promise.withResolvers<number>()
  const pour = (socket: Socket) => {
    const chunk = Buffer.alloc(65_536, ' ')
    let left = 2 ** 30 / chunk.length
    const more = () => {
      while (left-- > 0) if (!socket.write(chunk)) return
      socket.end()
    }
    socket.on('drain', more)
    socket.once('close', () => closed.resolve(socket.bytesWritten))
    socket.write(`${HEAD}content-length: ${2 ** 30}\r\n\r\n`)
    more()
  }
  expect(await slotOf(pour)).toMatchObject({ code: 'RESPONSE_VALIDATION_FAILED', reason: 'too_large' })
  expect(await closed.promise).toBeLessThan(64 * 2 ** 20)
})

test('A trickle ends with the time of its try', async () => {
  const trickle = (socket: Socket) => {
    socket.write(`${HEAD}content-length: 1000000\r\n\r\n`)
    const timer = setInterval(() => socket.write(' '), 5)
    socket.once('close', () => clearInterval(timer))
  }
  expect(await slotOf(trickle, { timeout: 60 })).toMatchObject({ code: 'GATEWAY_TIMEOUT', reason: 'timeout' })
})

test('JSON that is nested 100,000 levels deep is read or refused, and takes nothing else down', async () => {
  const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`
  const withLongNumber = `${'['.repeat(100_000)}12345678901234567890${']'.repeat(100_000)}`
  for (const json of [deep, withLongNumber, '['.repeat(100_000)]) {
    const slot = await slotOf(body(json))
    expect(Array.isArray(slot) || (slot as { reason?: string }).reason === 'invalid_json').toBe(true)
  }
})

test('Names that objects inherit are names like any other; of a name that comes twice the last counts', async () => {
  const json = '{"id":1,"id":2,"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}}'
  const slot = (await slotOf(body(json))) as Record<string, unknown>
  expect([slot.id, Object.hasOwn(slot, '__proto__'), Object.hasOwn(slot, 'constructor')]).toEqual([2, true, true])
  expect(Object.getPrototypeOf(slot)).toBe(Object.prototype)
  expect(({} as { polluted?: unknown }).polluted).toBeUndefined()
})

test('Interim answers before the last one are passed over, but a 100 that nobody waits for is no HTTP to undici', async () => {
  const whole = `${HEAD}content-length: 2\r\n\r\n{}`
  expect(
    await slotOf(says(`HTTP/1.1 103 Early Hints\r\nlink: </x>\r\n\r\nHTTP/1.1 102 Processing\r\n\r\n${whole}`)),
  ).toEqual({})
  expect(await slotOf(says(`HTTP/1.1 100 Continue\r\n\r\n${whole}`))).toMatchObject({ reason: 'reset' })
})

test('An answer that nobody has asked for is nobody’s: its connection is closed before another request goes there', async () => {
  for (const isLate of [false, true]) {
    const wire = (json: string) => `${HEAD}content-length: ${json.length}\r\n\r\n${json}`
    let connections = 0
    const closed = Promise.withResolvers<void>()
    await using hostile = await startHostile(socket => {
      connections += 1
      if (connections > 1) return void socket.write(wire('{"n":2}'))
      socket.once('close', () => closed.resolve())
      socket.write(wire('{"n":1}') + (isLate ? '' : wire('{"n":"smuggled"}')))
      sendMore = () => socket.write(wire('{"n":"smuggled"}'))
    })
    let sendMore = (): unknown => undefined
    await using source = openSource(hostile.url)
    expect(await load(source, httpBinding())).toEqual([{ n: 1 }])
    if (isLate) sendMore()
    await closed.promise
    expect([isLate, await load(source, httpBinding())]).toEqual([isLate, [{ n: 2 }]])
    expect(connections).toBe(2)
  }
})
