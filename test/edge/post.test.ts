import { once } from 'node:events'
import { connect } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type DemoGateway, startDemoGateway } from '../client/demo-gateway.ts'
import { post, refusal } from './ask.ts'

let gateway: DemoGateway
beforeAll(async () => {
  gateway = await startDemoGateway()
})
afterAll(() => gateway?.[Symbol.asyncDispose]())

const QUERY = '{"query":"{ post(id: 1) { id } }"}'
const ANSWER = '{"data":{"post":{"id":"1"}}}'

describe('A POST is application/json in UTF-8', () => {
  test.each([
    'application/json',
    'application/json; charset=utf-8',
    'application/json;charset=UTF-8',
    'Application/JSON; charset="utf-8"',
    'application/json; profile=x',
  ])('%s is taken', async type => {
    expect(await post(gateway, QUERY, { 'content-type': type })).toEqual({ status: 200, body: ANSWER })
  })

  test.each([
    ['application/x-www-form-urlencoded', 'query={post(id:1){id}}'],
    ['multipart/form-data; boundary=x', '--x\r\ncontent-disposition: form-data; name="operations"\r\n\r\n{}\r\n--x--'],
    ['application/graphql', '{ post(id: 1) { id } }'],
    ['text/plain', QUERY],
    ['application/jsonp', QUERY],
    ['application/graphql-response+json', QUERY],
    ['application/json; charset=iso-8859-1', QUERY],
    ['application/json; charset=utf-16', QUERY],
    ['application/json; charset=utf-8; charset=utf-16', QUERY],
    ['', QUERY],
  ])('%s is refused', async (type, body) => {
    expect(await post(gateway, body, { 'content-type': type })).toEqual({
      status: 415,
      body: refusal('The request must be sent as content-type application/json in UTF-8.'),
    })
  })

  test('A compressed body is refused', async () => {
    expect(await post(gateway, QUERY, { 'content-type': 'application/json', 'content-encoding': 'gzip' })).toEqual({
      status: 415,
      body: refusal('The request must be sent without content-encoding.'),
    })
  })

  test('Bytes that are no UTF-8 are refused', async () => {
    const body = Buffer.concat([Buffer.from('{"query":"{ post(id: \\"'), Buffer.from([0xc3, 0x28]), Buffer.from('"}')])
    expect(await post(gateway, body)).toEqual({ status: 400, body: refusal('The request body is no valid UTF-8.') })
  })
})

describe('A body has a query in an object', () => {
  const noObject = 'The request body is no JSON object. Send {"query": "…", "variables": {…}}.'
  const noQuery = 'The request has no "query". Send it as a string.'
  test.each([
    ['', 'The request body can not be read as JSON.'],
    ['{', 'The request body can not be read as JSON.'],
    ['{"query":"{ post(id: 1) { id } }"} ,', 'The request body can not be read as JSON.'],
    ['null', noObject],
    ['"{ post(id: 1) { id } }"', noObject],
    [`[${QUERY}]`, noObject],
    ['[]', noObject],
    ['{}', noQuery],
    ['{"query":""}', noQuery],
    ['{"query":null}', noQuery],
    ['{"query":["{ post(id: 1) { id } }"]}', noQuery],
    ['{"__proto__":{"query":"{ post(id: 1) { id } }"}}', noQuery],
    ['{"query":"{ post(id: 1) { id } }","variables":[1]}', 'The "variables" of the request are no object.'],
    ['{"query":"{ post(id: 1) { id } }","variables":"{}"}', 'The "variables" of the request are no object.'],
    ['{"query":"{ post(id: 1) { id } }","operationName":1}', 'The "operationName" of the request is no string.'],
    ['{"query":"{ post(id: 1) { id } }","extensions":1}', 'The "extensions" of the request are no object.'],
  ])('%s is refused', async (body, message) => {
    expect(await post(gateway, body)).toEqual({ status: 400, body: refusal(message) })
  })

  test.each([
    '{"query":"{ post(id: 1) { id } }","variables":null,"operationName":null,"extensions":null}',
    '{"query":"{ post(id: 1) { id } }","operationName":""}',
    '{"query":"{ post(id: 1) { id } }","extensions":{},"unknown":[1]}',
    '\ufeff{"query":"{ post(id: 1) { id } }"}',
  ])('%s is taken', async body => {
    expect(await post(gateway, body)).toEqual({ status: 200, body: ANSWER })
  })

  test('Of several operations the named one runs', async () => {
    const query = 'query A { post(id: 1) { id } } query B { post(id: 2) { id } }'
    expect([
      await post(gateway, JSON.stringify({ query, operationName: 'B' })),
      await post(gateway, JSON.stringify({ query, operationName: 'C' })),
      await post(gateway, JSON.stringify({ query })),
    ]).toEqual([
      { status: 200, body: '{"data":{"post":{"id":"2"}}}' },
      { status: 200, body: refusal('The document has no operation "C".') },
      {
        status: 200,
        body: refusal('The document has not exactly one operation. Say which to run by "operationName".'),
      },
    ])
  })
})

describe('A body is at most 1 MiB', () => {
  const MIB = 1_048_576
  const tooLarge = { status: 413, body: refusal('The request body is larger than 1048576 bytes.') }
  const bodyOf = (size: number) => QUERY.padEnd(size, ' ')

  /** Without a content-length. */
  function chunked(size: number): ReadableStream {
    const chunk = Buffer.from(bodyOf(65_536))
    let left = size
    return new ReadableStream({
      pull(controller) {
        controller.enqueue(left === size ? chunk : Buffer.alloc(Math.min(left, chunk.length), ' '))
        left -= chunk.length
        if (left <= 0) controller.close()
      },
    })
  }

  test('1 MiB is taken', async () => {
    expect(await post(gateway, bodyOf(MIB))).toEqual({ status: 200, body: ANSWER })
    expect(await post(gateway, chunked(MIB))).toEqual({ status: 200, body: ANSWER })
  })

  test('A byte more is refused, whether the length is told or not', async () => {
    expect(await post(gateway, bodyOf(MIB + 1))).toEqual(tooLarge)
    expect(await post(gateway, chunked(MIB + 1))).toEqual(tooLarge)
    expect(await post(gateway, chunked(4 * MIB))).toEqual(tooLarge)
  })

  test.each([
    ['told', `content-length: ${64 * MIB}`],
    ['not told', 'transfer-encoding: chunked'],
  ])('A client that never stops sending, its length %s, has its answer and is cut off', async (_, length) => {
    const socket = connect(Number(new URL(gateway.url).port), '127.0.0.1')
    await once(socket, 'connect')
    socket.write(`POST /graphql HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\n${length}\r\n\r\n`)
    const chunk = `10000\r\n${bodyOf(65_536)}\r\n`
    const send = () => {
      while (socket.writable && socket.write(chunk));
    }
    // The way in which it is cut off is an error to it; what counts is what it has read.
    socket.on('drain', send).on('error', () => {})
    send()
    let answer = ''
    socket.setEncoding('utf8').on('data', text => {
      answer += text
    })
    await new Promise(resolve => socket.once('close', resolve))
    expect([answer.split('\r\n')[0], answer.split('\r\n\r\n')[1]]).toEqual([
      'HTTP/1.1 413 Payload Too Large',
      tooLarge.body,
    ])
    expect(answer).toMatch(/^connection: close\r$/m)
  })
})
