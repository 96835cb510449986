import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type DemoGateway, startDemoGateway } from '../client/demo-gateway.ts'
import { get } from './ask.ts'

let gateway: DemoGateway
beforeAll(async () => {
  gateway = await startDemoGateway()
})
afterAll(() => gateway?.[Symbol.asyncDispose]())

describe('The answer is of a type that the client accepts', () => {
  const JSON_TYPE = 'application/json; charset=utf-8'
  const RESPONSE_TYPE = 'application/graphql-response+json; charset=utf-8'

  async function ask(query: string, accept: string) {
    const answer = await gateway.query(query, undefined, { accept })
    return { status: answer.status, type: answer.headers.get('content-type') }
  }

  test.each([
    ['*/*', JSON_TYPE],
    ['application/*', JSON_TYPE],
    ['application/json', JSON_TYPE],
    ['application/graphql-response+json', RESPONSE_TYPE],
    ['application/json;q=0.5, application/graphql-response+json', RESPONSE_TYPE],
    ['text/html, application/graphql-response+json;q=0.9, */*;q=0.1', RESPONSE_TYPE],
    ['', JSON_TYPE],
    ['application/json; charset=utf-8', JSON_TYPE],
    ['application/json;charset="UTF-8";q=0.4', JSON_TYPE],
    ['application/graphql-response+json; charset=utf-8, application/json; charset=utf-8;q=0.9', RESPONSE_TYPE],
    ['application/json;q=0.1;v=2,application/graphql-response+json ; Charset = utf8 ; q=0.2', RESPONSE_TYPE],
    ['application/json;v=2', JSON_TYPE],
    ['*/*;charset=utf-8', JSON_TYPE],
    ['application/*;profile="a, b;q=0\\""', JSON_TYPE],
    ['application/json;charset=utf-16, application/graphql-response+json;charset=utf-8', RESPONSE_TYPE],
    ['application/json;', JSON_TYPE],
  ])('%s gets %s', async (accept, type) => {
    expect(await ask('{ users { id } }', accept)).toEqual({ status: 200, type })
  })

  test('Anything else is refused', async () => {
    for (const accept of [
      'text/html',
      'application/json;q=0',
      'application/json;charset=utf-8;q=0',
      'application/json;charset=iso-8859-1',
      'application/xml, text/*',
      'text/html;x="application/json"',
    ])
      expect(await ask('{ users { id } }', accept)).toEqual({ status: 406, type: JSON_TYPE })
  })

  test('A mutation whose answer nobody takes does not happen', async () => {
    expect(await ask('mutation { deletePost(id: 60) }', 'text/html')).toEqual({ status: 406, type: JSON_TYPE })
    expect(await get(gateway, '?query={post(id:60){id}}')).toMatchObject({ body: '{"data":{"post":{"id":"60"}}}' })
  })

  test('A request error is 200 for the older type and 400 for the newer one', async () => {
    for (const query of ['{', '{ nobody }', 'query($id: ID!) { post(id: $id) { id } }']) {
      expect(await ask(query, 'application/json')).toEqual({ status: 200, type: JSON_TYPE })
      expect(await ask(query, 'application/graphql-response+json')).toEqual({ status: 400, type: RESPONSE_TYPE })
    }
  })
})
