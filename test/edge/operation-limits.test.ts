import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type DemoGateway, startDemoGateway } from '../client/demo-gateway.ts'
import { expectAlive, INSIDE } from './ask.ts'

let gateway: DemoGateway
beforeAll(async () => {
  gateway = await startDemoGateway()
})
afterAll(() => gateway?.[Symbol.asyncDispose]())

describe('An operation beyond all measure is refused', () => {
  const limit = (message: string) => ({
    status: 400,
    body: { errors: [{ message, extensions: { code: 'OPERATION_LIMIT_EXCEEDED' } }] },
  })
  const ask = async (query: string) => {
    const { status, body } = await gateway.query(query)
    return { status, body }
  }
  const nested = (levels: number) => `{users${'{posts{author'.repeat(levels)}{id}${'}}'.repeat(levels)}}`

  test('by its depth', async () => {
    expect(await ask(nested(110))).toEqual(limit('The operation is more than 200 fields deep.'))
    await expectAlive(gateway)
  })

  test.each([
    ['of fields', nested(3_000)],
    ['of brackets', '{'.repeat(100_000)],
    ['of lists', `{ post(id: ${'['.repeat(14_000)}`],
    ['of types', `query($a: ${'['.repeat(14_000)}ID${']'.repeat(14_000)}) { users { id } }`],
  ])('by its nesting %s, which would fill the stack', async (_, query) => {
    const { status, body } = await ask(query)
    const { message, extensions } = (body as { errors: { message: string; extensions: object }[] }).errors[0] ?? {}
    expect([status, INSIDE.exec(message ?? '')?.[0]]).toEqual([400, undefined])
    expect(extensions).toEqual({ code: expect.stringMatching(/^(OPERATION_LIMIT_EXCEEDED|GRAPHQL_PARSE_FAILED)$/) })
    await expectAlive(gateway)
  })

  test('by its fields, which fragments double with every step', async () => {
    const fragments = Array.from(
      { length: 60 },
      (_, n) => `fragment F${n} on User { a: posts { author { ...F${n + 1} } } b: posts { author { ...F${n + 1} } } }`,
    )
    expect(await ask(`{ users { ...F0 } } ${fragments.join(' ')} fragment F60 on User { id }`)).toEqual(
      limit('The operation selects more than 10000 fields.'),
    )
    await expectAlive(gateway)
  })

  test('by its length', async () => {
    expect(await ask(`{ users { ${'id '.repeat(20_000)} } }`)).toMatchObject({
      status: 400,
      body: {
        errors: [{ message: expect.stringContaining('15000 tokens'), extensions: { code: 'GRAPHQL_PARSE_FAILED' } }],
      },
    })
    await expectAlive(gateway)
  })

  test('nested variables, which would fill the stack', async () => {
    const value = `${'['.repeat(300_000)}${']'.repeat(300_000)}`
    const response = await fetch(`${gateway.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: `{"query":"query($id: ID!) { post(id: $id) { id } }","variables":{"id":${value}}}`,
    })
    expect(await response.json()).toEqual({
      errors: [expect.objectContaining({ extensions: { code: 'BAD_USER_INPUT' } })],
    })
    await expectAlive(gateway)
  })

  test('A large one is answered', async () => {
    const aliases = Array.from({ length: 500 }, (_, n) => `a${n}: post(id: 1) { id title body }`).join(' ')
    const { body } = await ask(`{ ${aliases} }`)
    expect(Object.keys((body as { data: object }).data).length).toBe(500)
    expect(await ask(nested(3))).toMatchObject({ status: 200 })
  })
})
