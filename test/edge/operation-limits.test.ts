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
    body: { errors: [{ message, extensions: expect.objectContaining({ code: 'OPERATION_LIMIT_EXCEEDED' }) }] },
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
    expect(extensions).toMatchObject({
      code: expect.stringMatching(/^(OPERATION_LIMIT_EXCEEDED|GRAPHQL_PARSE_FAILED)$/),
    })
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

  test.each([
    ['its tokens', `{ users { ${'id '.repeat(20_000)} } }`, 'has more than 15000 tokens'],
    ['its bytes', `{ users { id } } #${'ü'.repeat(70_000)}`, 'is longer than 131072 bytes'],
    ['its directives', `{ users { ${'id @skip(if: false) '.repeat(1_001)} } }`, 'has more than 1000 directives'],
    ['directives that there are not', `{ users ${'@x'.repeat(1_001)} { id } }`, 'has more than 1000 directives'],
    [
      'its introspection',
      `{ ${Array.from({ length: 11 }, (_, n) => `a${n}: __schema { types { name } }`).join(' ')} }`,
      'reads __schema and __type more than 10 times',
    ],
  ])('by %s', async (_, query, what) => {
    expect(await ask(query)).toEqual(limit(`The operation ${what}.`))
    await expectAlive(gateway)
  })

  test('by fragments without a field of their own, which others spread', async () => {
    const text = (names: number) =>
      `{ ${'...F0 '.repeat(100)} } ${Array.from({ length: names }, (_, n) => `fragment F${n} on Query { ...F${n + 1} }`).join(' ')} fragment F${names} on Query { __typename }`
    expect(await ask(text(98))).toMatchObject({ status: 200 })
    expect(await ask(text(101))).toEqual(limit('The operation spreads more than 10000 fragments.'))
  })

  test('by all that its document holds', async () => {
    const text = (operations: number) =>
      `${Array.from({ length: operations }, (_, n) => `query Q${n} { ...F }`).join(' ')} fragment F on Query { ${'__typename '.repeat(99)} }`
    // Which one is to be run is asked once all are valid.
    const fits = { errors: [{ message: expect.stringContaining('operationName'), extensions: expect.anything() }] }
    expect(await ask(text(200))).toEqual({ status: 400, body: fits })
    expect(await ask(text(201))).toEqual(
      limit('The operation stands in a document whose operations have more than 20000 fields and fragments together.'),
    )
  })

  test('and of thousands of mistakes in one literal some are told', async () => {
    const fields = Array.from({ length: 4_000 }, (_, n) => `x${n}: 1`)
    const { text } = await gateway.query(`mutation { createPost(input: { ${fields.join(', ')} }) { id } }`)
    const { errors } = JSON.parse(text) as { errors: { message: string }[] }
    expect(errors.at(-1)?.message).toContain('Too many validation errors')
    expect(errors[0]?.message).toMatch(/^Expected value of type "CreatePost!?" to include required field "userId"/)
    expect(text.length).toBeLessThan(10_000)
  })

  test('and of many fields that differ the first two are told', async () => {
    const fields = Array.from({ length: 1_500 }, (_, n) => `a: ${n === 700 ? 'id' : 'name'}`)
    const message =
      'Fields "a" conflict because they are different fields, or have differing arguments or types. Use different aliases on the fields to fetch both if this was intentional.'
    expect(await ask(`{ users { ${fields.join(' ')} } }`)).toMatchObject({
      status: 400,
      body: { errors: [{ message, locations: [{ column: 11 }, { column: 11 + 700 * 8 }] }] },
    })
  })

  test('and one that is refused again and again is looked at once', async () => {
    const query = `{ users { id } ${'unknown '.repeat(3_000)} }`
    const answers = [await ask(query), await ask(query)]
    expect(answers[1]).toEqual(answers[0])
    expect(answers[0]).toMatchObject({ status: 400, body: { errors: [{ locations: { length: 10 } }, {}] } })
  })

  test('Errors of a text of many lines cost no more than others', async () => {
    const aliases = Array.from({ length: 900 }, (_, n) => `a${n}: user(id: "x${n}") { name }`).join('\n')
    const { body } = await ask(`query {${'\n'.repeat(80_000)}${aliases}}`)
    expect(body).toMatchObject({ data: { a0: null } })
    const { body: refused } = await ask(
      `{${'\n'.repeat(100_000)}${Array.from({ length: 100 }, (_, n) => `x${n}`).join('\n')}}`,
    )
    const { errors } = refused as { errors: { locations: object[] }[] }
    expect(errors[99]?.locations).toEqual([{ line: 100_100, column: 1 }])
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

  test('Hundreds of fragments of one type, and a thousand equal fields, are an ordinary operation', async () => {
    const names = Array.from({ length: 400 }, (_, n) => `F${n}`)
    const fragments = names.map(name => `fragment ${name} on User { id name posts { id title author { id } } }`)
    const { body } = await ask(
      `{ user(id: 1) { ${'name '.repeat(1_000)} ${names.map(name => `...${name}`).join(' ')} } } ${fragments.join(' ')}`,
    )
    expect(body).toMatchObject({ data: { user: { id: '1', name: expect.any(String) } } })
  })

  test('The same large one is answered to all that ask at once, also with its mistakes', async () => {
    const aliases = Array.from({ length: 400 }, (_, n) => `a${n}: post(id: 1) { id }`).join(' ')
    for (const query of [`{ ${aliases} }`, `{ ${aliases} post(id: 1) { unknown } }`, `{ ${aliases}`]) {
      const answers = await Promise.all([ask(query), ask(query)])
      expect(answers[1]).toEqual(answers[0])
      expect(await ask(query)).toEqual(answers[0])
    }
  })

  test('A large one is answered', async () => {
    const aliases = Array.from({ length: 500 }, (_, n) => `a${n}: post(id: 1) { id title body }`).join(' ')
    const { body } = await ask(`{ ${aliases} }`)
    expect(Object.keys((body as { data: object }).data).length).toBe(500)
    expect(await ask(nested(3))).toMatchObject({ status: 200 })
  })
})
