import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type DemoGateway, startDemoGateway } from '../client/demo-gateway.ts'
import { get, post, refusal } from './ask.ts'

let gateway: DemoGateway
beforeAll(async () => {
  gateway = await startDemoGateway()
})
afterAll(() => gateway?.[Symbol.asyncDispose]())

describe('A GET serves queries only', () => {
  const query = (text: string) => `?query=${encodeURIComponent(text)}`

  test('A query with variables is answered', async () => {
    const search = `${query('query A($id: ID!) { post(id: $id) { id } } query B { users { id } }')}&operationName=A`
    expect(await get(gateway, `${search}&variables=${encodeURIComponent('{"id":"7"}')}`)).toEqual({
      status: 200,
      allow: null,
      body: '{"data":{"post":{"id":"7"}}}',
    })
  })

  test('A mutation is refused and changes nothing', async () => {
    expect(await get(gateway, query('mutation { deletePost(id: 50) }'))).toEqual({
      status: 405,
      allow: 'POST',
      body: refusal('A mutation must be sent by POST.'),
    })
    expect(await get(gateway, query('{ post(id: 50) { id } }'))).toMatchObject({
      body: '{"data":{"post":{"id":"50"}}}',
    })
  })

  test('A mutation that was sent by POST before is refused as well', async () => {
    const mutation = 'mutation { deletePost(id: 51) }'
    expect(await post(gateway, JSON.stringify({ query: mutation }))).toEqual({
      status: 200,
      body: '{"data":{"deletePost":true}}',
    })
    expect(await get(gateway, query(mutation))).toMatchObject({ status: 405 })
  })

  test.each([
    ['', 'The request has no "query". Send it as a string.'],
    ['?query=', 'The request has no "query". Send it as a string.'],
    ['?query={users{id}}&variables={', 'The "variables" in the URL can not be read as JSON.'],
    ['?query={users{id}}&variables=[]', 'The "variables" of the request are no object.'],
    ['?query={users{id}}&extensions=1', 'The "extensions" of the request are no object.'],
  ])('%s is refused', async (search, message) => {
    expect(await get(gateway, search)).toEqual({ status: 400, allow: null, body: refusal(message) })
  })

  test.each(['PUT', 'PATCH', 'DELETE', 'OPTIONS'])('%s is refused', async method => {
    expect(await get(gateway, '?query={users{id}}', method)).toEqual({
      status: 405,
      allow: 'GET, POST',
      body: refusal('GraphQL is served by GET and POST only.'),
    })
  })

  test('HEAD is refused without a body', async () => {
    expect(await get(gateway, '?query={users{id}}', 'HEAD')).toEqual({ status: 405, allow: 'GET, POST', body: '' })
  })
})
