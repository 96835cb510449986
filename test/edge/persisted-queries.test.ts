import { afterAll, beforeAll, expect, test } from 'vitest'
import { type DemoGateway, startDemoGateway } from '../client/demo-gateway.ts'
import { get, post, refusal } from './ask.ts'

const resources = new AsyncDisposableStack()
let lanes: readonly DemoGateway[]
beforeAll(async () => {
  const start = async (directLane: boolean) => resources.use(await startDemoGateway({ directLane }))
  lanes = await Promise.all([start(true), start(false)])
})
afterAll(() => resources.disposeAsync())

const NOT_SUPPORTED =
  '{"errors":[{"message":"PersistedQueryNotSupported","extensions":{"code":"PERSISTED_QUERY_NOT_SUPPORTED"}}]}'
const QUERY = '{ post(id: 1) { id } }'
const DATA = '{"data":{"post":{"id":"1"}}}'
const extensions = { persistedQuery: { version: 1, sha256Hash: 'a'.repeat(64) } }

function search(params: Readonly<Record<string, string>>): string {
  return `?${new URLSearchParams(params)}`
}

test.each(['application/json', 'application/graphql-response+json'])(
  'The hash of a query without the query is not supported, with status 200 under %s',
  async accept => {
    const headers = { 'content-type': 'application/json', accept }
    for (const lane of lanes) {
      expect(await post(lane, JSON.stringify({ extensions }), headers)).toEqual({ status: 200, body: NOT_SUPPORTED })
      expect(await post(lane, JSON.stringify({ query: null, extensions }), headers)).toMatchObject({
        body: NOT_SUPPORTED,
      })
      const asked = `${lane.url}/graphql${search({ extensions: JSON.stringify(extensions) })}`
      const answer = await fetch(asked, { headers: { accept } })
      expect([answer.status, await answer.text()]).toEqual([200, NOT_SUPPORTED])
      expect(answer.headers.get('cache-control')).toBe('no-store')
    }
  },
)

test('A query beside its hash just runs', async () => {
  for (const lane of lanes) {
    expect(await post(lane, JSON.stringify({ query: QUERY, extensions }))).toEqual({ status: 200, body: DATA })
    const asked = search({ query: QUERY, extensions: JSON.stringify(extensions) })
    expect(await get(lane, asked)).toMatchObject({ status: 200, body: DATA })
  }
})

test.each([{}, { persistedQuery: null }, { persistedQuery: 'a' }, { persistedQuery: [] }, { other: {} }])(
  'A request with neither a query nor a hash is still refused: %j',
  async others => {
    const refused = { status: 400, body: refusal('The request has no "query". Send it as a string.') }
    for (const lane of lanes) expect(await post(lane, JSON.stringify({ extensions: others }))).toEqual(refused)
  },
)
