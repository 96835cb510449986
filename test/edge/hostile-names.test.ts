import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type DemoGateway, startDemoGateway } from '../client/demo-gateway.ts'
import { rawRequest, sendRaw } from './raw-http.ts'

let gateway: DemoGateway
beforeAll(async () => {
  gateway = await startDemoGateway()
})
afterAll(() => gateway?.[Symbol.asyncDispose]())

describe('Names that mean something to JavaScript mean nothing here', () => {
  test.each([
    [
      'an alias',
      '{ __proto__: post(id: 1) { constructor: id toString: title } }',
      {},
      '{"data":{"__proto__":{"constructor":"1","toString":"A first loaf that was worth the wait"}}}',
    ],
    [
      'two aliases',
      '{ constructor: post(id: 1) { id } __proto__: post(id: 2) { id } }',
      {},
      '{"data":{"constructor":{"id":"1"},"__proto__":{"id":"2"}}}',
    ],
    [
      'a variable',
      'query($constructor: ID!, $__proto__: ID!) { a: post(id: $constructor) { id } b: post(id: $__proto__) { id } }',
      '{"constructor":"3","__proto__":"4"}',
      '{"data":{"a":{"id":"3"},"b":{"id":"4"}}}',
    ],
    [
      'a fragment',
      '{ post(id: 1) { ...constructor } } fragment constructor on Post { ...__proto__ } fragment __proto__ on Post { id }',
      {},
      '{"data":{"post":{"id":"1"}}}',
    ],
    ['an operation', 'query __proto__ { post(id: 1) { id } }', {}, '{"data":{"post":{"id":"1"}}}'],
    [
      'a value',
      '{ post(id: "__proto__") { id } user(id: "constructor") { id } }',
      {},
      '{"data":{"post":null,"user":null}}',
    ],
  ])('%s', async (_, query, variables, answer) => {
    const json = typeof variables === 'string' ? variables : JSON.stringify(variables)
    const response = await fetch(`${gateway.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: `{"query":${JSON.stringify(query)},"variables":${json}}`,
    })
    expect(await response.text()).toBe(answer)
  })

  test.each([
    ['an argument', '{ post(id: 1, __proto__: 2) { id } }'],
    ['an argument alone', '{ post(constructor: 1) { id } }'],
    ['a field', '{ __proto__ }'],
    ['another field', '{ constructor { name } }'],
    ['a type', '{ post(id: 1) { ... on __proto__ { id } } }'],
    ['a directive', '{ post(id: 1) @constructor { id } }'],
    ['an input field', 'mutation { createPost(input: { userId: 1, title: "a", __proto__: { body: "b" } }) { id } }'],
    ['an undefined variable', '{ post(id: $__proto__) { id } }'],
    ['an undefined fragment', '{ post(id: 1) { ...constructor } }'],
  ])('%s that the schema does not have is an error', async (_, query) => {
    const { status, body } = await gateway.query(query)
    expect([status, (body as { errors: { extensions: object }[] }).errors[0]?.extensions]).toEqual([
      400,
      { code: 'GRAPHQL_VALIDATION_FAILED' },
    ])
  })

  test('an input field in a variable', async () => {
    const response = await fetch(`${gateway.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/graphql-response+json' },
      body: '{"query":"mutation($input: CreatePost!) { createPost(input: $input) { id body } }","variables":{"input":{"userId":"1","title":"a","__proto__":{"body":"b"}}}}',
    })
    expect([response.status, await response.json()]).toEqual([
      400,
      { errors: [expect.objectContaining({ extensions: { code: 'BAD_USER_INPUT' } })] },
    ])
    expect(({} as { body?: string }).body).toBeUndefined()
  })

  test('headers', async () => {
    const answer = await sendRaw(
      gateway.url,
      rawRequest('GET /graphql?query={post(id:1){id}}', [
        'host: localhost',
        '__proto__: a',
        'constructor: b',
        'toString: c',
      ]),
    )
    expect([answer.status, answer.body]).toEqual([200, '{"data":{"post":{"id":"1"}}}'])
  })

  test('parameters in the URL', async () => {
    const response = await fetch(`${gateway.url}/graphql?query={post(id:1){id}}&__proto__=1&constructor[prototype]=2`)
    expect(await response.text()).toBe('{"data":{"post":{"id":"1"}}}')
  })
})
