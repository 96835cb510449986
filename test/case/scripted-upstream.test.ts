import { once } from 'node:events'
import { connect } from 'node:net'
import { expect, test } from 'vitest'
import type { Exchange } from '../../src/case/case.ts'
import { expectedCalls, startScriptedUpstream } from '../../src/case/scripted-upstream.ts'

const exchange = { method: 'GET', url: '/posts', headers: {}, body: undefined, calls: 1 }

async function playAndCall(exchanges: readonly Exchange[], requests: readonly (readonly [string, RequestInit?])[]) {
  await using upstream = await startScriptedUpstream({ name: 'api', refused: false, exchanges })
  const answers: unknown[] = []
  for (const [path, init] of requests) answers.push(await (await fetch(upstream.url + path, init)).json())
  return { answers, calls: upstream.calls() }
}

test('Exchanges are played in any order, those of one request one after the other', async () => {
  const exchanges = [
    { ...exchange, answer: { json: 'first' } },
    { ...exchange, answer: { json: 'second' } },
    { ...exchange, url: '/users', calls: 2, answer: { json: 'users' } },
  ]
  const played = await playAndCall(exchanges, [['/users'], ['/posts'], ['/users'], ['/posts']])
  expect(played).toEqual({
    answers: ['users', 'first', 'users', 'second'],
    calls: expectedCalls({ name: 'api', refused: false, exchanges }),
  })
})

test('A missing call, one too many and one that nobody expects are told apart', async () => {
  const { calls } = await playAndCall(
    [
      { ...exchange, answer: { json: 1 } },
      { ...exchange, url: '/users', answer: { json: 2 } },
    ],
    [['/posts'], ['/posts'], ['/comments']],
  )
  expect(calls).toEqual([
    'api: GET /posts x2',
    'api: GET /users x0',
    expect.stringMatching(/^api: not expected: GET \/comments \{/),
  ])
})

test('Headers and bodies must be as the document says, white space in JSON aside', async () => {
  const post = { ...exchange, method: 'POST', headers: { 'x-key': 'a' }, body: '{"id":1}', answer: { json: 'created' } }
  const { answers, calls } = await playAndCall(
    [post],
    [
      ['/posts', { method: 'POST', headers: { 'x-key': 'a' }, body: '{ "id": 1 }' }],
      ['/posts', { method: 'POST', headers: { 'x-key': 'b' }, body: '{ "id": 1 }' }],
      ['/posts', { method: 'POST', headers: { 'x-key': 'a' }, body: '{ "id": "1" }' }],
    ],
  )
  expect(answers[0]).toBe('created')
  expect(calls).toEqual([
    'api: POST /posts x1 x-key: a {"id":1}',
    expect.stringContaining('"x-key":"b"'),
    expect.stringContaining('{"id":"1"}'),
  ])
})

test('An upstream that refuses has an address on which nothing listens', async () => {
  await using upstream = await startScriptedUpstream({ name: 'api', refused: true, exchanges: [] })
  const { hostname, port } = new URL(upstream.url)
  // `fetch` refuses such a port by itself.
  const [error] = await once(connect(Number(port), hostname), 'error')
  expect(error).toMatchObject({ code: 'ECONNREFUSED' })
})
