import { expect, test } from 'vitest'
import { printJson } from '../../src/source/json.ts'
import { startTestGateway } from '../support/gateway.ts'
import { startUpstream } from '../support/upstream.ts'

const SCHEMA = `
  extend schema @source(name: "api", http: { baseURL: "{$env.API_URL}" })
  type Query {
    echo(one: Float, ids: [ID!], range: Range, ranges: [Range!]): Boolean
      @http(POST: "/echo", body: { one: "{$args.one}", ids: "{$args.ids}", range: "{$args.range}", ranges: "{$args.ranges}" })
  }
  input Range { from: Float!  through: [Float]  id: ID  below: Range }`

const QUERY = `query ($one: Float, $ids: [ID!], $range: Range, $ranges: [Range!]) {
  echo(one: $one, ids: $ids, range: $range, ranges: $ranges)
}`

/** The nearest double of the first is the second; `JSON.stringify` writes that one as the first. */
const WRITTEN = 1152921504606847000n

test('A Float takes an integer of any size as the nearest double, wherever it stands; an ID keeps its digits', async () => {
  await using upstream = await startUpstream({ 'POST /echo': { json: true } })
  await using gateway = await startTestGateway({ schema: SCHEMA, environment: { API_URL: upstream.url } })
  const range = { from: WRITTEN, through: [WRITTEN, null, 1.5], id: WRITTEN, below: { from: -WRITTEN } }
  const variables = { one: WRITTEN, ids: [WRITTEN], range, ranges: range }
  expect((await gateway.query(QUERY, variables)).body).toEqual({ data: { echo: true } })
  const sent = { from: 2 ** 60, through: [2 ** 60, null, 1.5], id: String(WRITTEN), below: { from: -(2 ** 60) } }
  expect(upstream.requests.map(({ body }) => body)).toEqual([
    printJson({ one: 2 ** 60, ids: [String(WRITTEN)], range: sent, ranges: [sent] }),
  ])
})

test('An integer that no double comes near is refused as a Float, and one beyond 32 bits as an Int', async () => {
  const schema = `${SCHEMA.replace('one: Float', 'one: Float, n: Int').replace('{ one:', '{ n: "{$args.n}", one:')}`
  await using upstream = await startUpstream({})
  await using gateway = await startTestGateway({ schema, environment: { API_URL: upstream.url } })
  const huge = await gateway.query(QUERY, { one: 10n ** 400n })
  expect([huge.status, huge.body]).toMatchObject([400, { errors: [{ extensions: { code: 'BAD_USER_INPUT' } }] }])
  const int = await gateway.query('query ($n: Int) { echo(n: $n) }', { n: WRITTEN })
  expect([int.status, int.body]).toMatchObject([400, { errors: [{ extensions: { code: 'BAD_USER_INPUT' } }] }])
  expect(upstream.requests).toEqual([])
})
