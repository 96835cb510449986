import { afterAll, expect, test } from 'vitest'
import { generateBurst, generateRate } from '../../bench/wire/load/generate-load.ts'
import type { Sharing } from '../../bench/wire/load/load.ts'
import { startUpstream, type UpstreamAnswer } from '../support/upstream.ts'

const RIGHT = { data: { a: 1, b: [2] } }
const EXPECTED = Buffer.from(JSON.stringify(RIGHT))
/** By the `operation` of the body. */
const ANSWERS: Readonly<Record<string, UpstreamAnswer>> = {
  right: { json: RIGHT },
  reordered: { json: { data: { b: [2], a: 1 } } },
  wrong: { json: { data: { a: 1, b: [3] } } },
  errors: { json: { errors: [{ message: 'no' }], data: null } },
  status: { status: 503, json: RIGHT },
  text: { body: 'no JSON' },
  reset: { fault: 'reset' },
}
const server = await startUpstream(({ body }) => ANSWERS[JSON.parse(body).operation] ?? { status: 500 })
afterAll(() => server[Symbol.asyncDispose]())

function generation(operations: readonly string[], sharing: Sharing = 'shared') {
  const bodies = operations.map(operation => ({ text: JSON.stringify({ operation }), timed: operation === 'right' }))
  return { url: `${server.url}/graphql`, sharing, bodies }
}

for (const [operation, failed] of [
  ['right', false],
  ['reordered', false],
  ['wrong', true],
  ['errors', true],
  ['status', true],
  ['text', true],
  ['reset', true],
] as const)
  test(`In a burst, an answer that is ${operation} ${failed ? 'fails' : 'is counted'}`, async () => {
    const shape = { kind: 'burst', connections: 3 } as const
    const { requests, failures } = await generateBurst(generation([operation]), shape, 0.001, EXPECTED)
    expect(requests).toBeGreaterThanOrEqual(3)
    expect(failures).toBe(failed ? requests : 0)
  })

test('At a rate, all bodies are posted by turns, each with an Authorization of its own, and errors fail', async () => {
  const before = server.requests.length
  const shape = { kind: 'rate', perSecond: 1_000, stretch: 1 } as const
  const result = await generateRate(generation(['right', 'errors', 'wrong'], 'unshared'), shape, 0.012)
  expect(result).toMatchObject({ requests: 12, failures: 4 })
  const asked = server.requests.slice(before)
  expect(asked.map(({ body }) => JSON.parse(body).operation).sort()).toEqual(
    ['errors', 'right', 'wrong'].flatMap(operation => Array(4).fill(operation)),
  )
  expect(new Set(asked.map(({ headers }) => headers.authorization)).size).toBe(12)
})
