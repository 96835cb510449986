import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createBarrier } from '../support/barrier.ts'
import { startTestGateway } from '../support/gateway.ts'
import { startUpstream, type UpstreamHandler } from '../support/upstream.ts'
import { post } from './ask.ts'

const SCHEMA = `
  extend schema @source(name: "api", http: { baseURL: "{$env.API}", headers: ["x-user: {$headers.x-user}", "traceparent: {$headers.traceparent}"] })
  type Query { seen(n: Int): Seen @http(GET: "/seen?n={$args.n}") }
  type Mutation { write: Seen @http(POST: "/write") }
  type Seen { user: String, n: Int, value: Int }`

/** Until release, nothing of the API is answered. */
async function startHeld() {
  const gate = createBarrier()
  const seen = await startSeen(async () => {
    await gate.arrive()
    return {}
  })
  return { ...seen, release: gate.release }
}

/** An API that says who asked, what for, and how often it has been written; and a gateway before it. */
async function startSeen(before: UpstreamHandler = () => ({})) {
  const resources = new AsyncDisposableStack()
  let value = 0
  const upstream = resources.use(
    await startUpstream(async request => {
      await before(request)
      if (request.method === 'POST') value += 1
      const n = new URL(request.url, 'http://api').searchParams.get('n')
      return { json: { user: request.headers['x-user'] ?? null, n: n === null ? null : Number(n), value } }
    }),
  )
  const gateway = resources.use(await startTestGateway({ schema: SCHEMA, environment: { API: upstream.url } }))
  return { upstream, gateway, [Symbol.asyncDispose]: () => resources.disposeAsync() }
}

const JSON_BODY = { 'content-type': 'application/json' }

const QUERY = 'query ($n: Int) { seen(n: $n) { user n value } }'

const isJoined = ({ msg }: Readonly<Record<string, unknown>>) =>
  msg === 'the answer is that of the same query under way'

test('The same queries that are under way at once are one run, with the same bytes for all', async () => {
  await using seen = await startHeld()
  const { gateway, upstream, release } = seen
  const ask = (headers: Record<string, string>, variables: Record<string, unknown>) =>
    gateway.query(QUERY, variables, headers)
  const answers = [
    ask({ 'x-user': 'Ann' }, { n: 1 }),
    ask({ 'x-user': 'Ann', traceparent: 'other' }, { n: 1 }),
    ask({ 'x-user': 'Ann', 'x-unread': 'any' }, { n: 1 }),
    ask({ 'x-user': 'Bob' }, { n: 1 }),
    ask({}, { n: 1 }),
    ask({ 'x-user': 'Ann' }, { n: 2 }),
    ask({ 'x-user': 'Ann' }, {}),
  ]
  await upstream.received(5)
  while (gateway.log.filter(isJoined).length < 2) await new Promise(setImmediate)
  release()
  const texts = (await Promise.all(answers)).map(({ text }) => text)
  const text = (user: string, n: number | null) =>
    `{"data":{"seen":{"user":${user === '' ? null : `"${user}"`},"n":${n},"value":0}}}`
  expect(texts).toEqual([
    text('Ann', 1),
    text('Ann', 1),
    text('Ann', 1),
    text('Bob', 1),
    text('', 1),
    text('Ann', 2),
    text('Ann', null),
  ])
  expect(upstream.requests.length).toBe(5)
})

test('A run outlives the request that began it, and ends with the last that waits for it', async () => {
  await using seen = await startHeld()
  const { gateway, upstream, release } = seen
  const clients = [new AbortController(), new AbortController(), new AbortController()] as const
  const ask = ({ signal }: AbortController) => {
    const init = { method: 'POST', headers: JSON_BODY, body: JSON.stringify({ query: '{ seen { value } }' }), signal }
    return fetch(`${gateway.url}/graphql`, init).then(
      response => response.text(),
      () => 'gone',
    )
  }
  const answers = clients.map(ask)
  while (gateway.log.filter(isJoined).length < 2) await new Promise(setImmediate)
  clients[0].abort()
  clients[1].abort()
  expect(await Promise.all(answers.slice(0, 2))).toEqual(['gone', 'gone'])
  release()
  expect(await answers[2]).toBe('{"data":{"seen":{"value":0}}}')
  expect(upstream.requests.length).toBe(1)
})

type Step = { readonly kind: 'ask'; readonly n: number; readonly gone: boolean } | { readonly kind: 'write' }

test('Nobody gets what was asked with another value of anything, and who has written sees it', async () => {
  await using seen = await startSeen()
  const { gateway, upstream } = seen
  const step: fc.Arbitrary<Step> = fc.oneof(
    { weight: 5, arbitrary: fc.record({ kind: fc.constant('ask' as const), n: fc.nat(2), gone: fc.boolean() }) },
    { weight: 1, arbitrary: fc.constant({ kind: 'write' as const }) },
  )
  const user = fc.record({ name: fc.constantFrom('Ann', 'Bob', ''), steps: fc.array(step, { maxLength: 6 }) })
  const act = async ({ name, steps }: { readonly name: string; readonly steps: readonly Step[] }) => {
    const headers = name === '' ? {} : { 'x-user': name }
    let least = 0
    for (const each of steps) {
      if (each.kind === 'write') {
        const { body } = await gateway.query('mutation { write { value } }', undefined, headers)
        least = (body as { data: { write: { value: number } } }).data.write.value
        continue
      }
      const client = new AbortController()
      const asked = fetch(`${gateway.url}/graphql`, {
        method: 'POST',
        headers: { ...JSON_BODY, ...headers },
        body: JSON.stringify({ query: QUERY, variables: { n: each.n } }),
        signal: client.signal,
      }).then(response => response.json())
      if (each.gone) {
        client.abort()
        await asked.catch(() => undefined)
        continue
      }
      const { data } = (await asked) as { data: { seen: { user: string | null; n: number; value: number } } }
      expect([data.seen.user ?? '', data.seen.n]).toEqual([name, each.n])
      expect(data.seen.value).toBeGreaterThanOrEqual(least)
      least = data.seen.value
    }
  }
  await fc.assert(
    fc.asyncProperty(fc.array(user, { minLength: 2, maxLength: 12 }), async users => {
      await Promise.all(users.map(act))
    }),
    { numRuns: 60 },
  )
  const queries = upstream.requests.filter(({ method }) => method === 'GET').length
  expect(queries).toBeGreaterThan(0)
  expect(gateway.log.filter(isJoined).length).toBeGreaterThan(20)
})

test('Values that JSON writes alike, and those that it does not, are told apart', async () => {
  await using seen = await startHeld()
  const { gateway, upstream, release } = seen
  const ask = async (x: string) => {
    const query = '{"query":"query ($x: Int) { seen(n: $x) { n } }","variables":{"x":'
    return (await post(gateway, `${query}${x}}}`)).body.slice(0, 8)
  }
  const held = [ask('null'), ask('0'), ask('1')]
  await upstream.received(3)
  // They would join what is held, and never end.
  expect(await Promise.all(['1e400', '-1e400', '"1"', '[1, 2]', '1.5'].map(ask))).toEqual(Array(5).fill('{"errors'))
  release()
  expect(await Promise.all(held)).toEqual(Array(3).fill('{"data":'))
})
