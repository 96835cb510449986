import { expect, test } from 'vitest'
import { startTestGateway } from '../support/gateway.ts'

test('What a client got wrong is no line of level warn, however often', async () => {
  await using gateway = await startTestGateway({
    schema: `extend schema @source(name: "api", http: { baseURL: "http://127.0.0.1:1" })
      type Query { a(id: ID!): Int @http(GET: "/{$args.id}") }
      type Mutation { b(id: ID!): Int @http(POST: "/{$args.id}") }`,
  })
  const fields = Array.from({ length: 30 }, (_, at) => `b${at}: b(id: "..")`)
  const { body } = await gateway.query(`mutation { ${fields.join(' ')} }`)
  const { errors } = body as { errors: { extensions: { code: string } }[] }
  expect(errors.map(({ extensions }) => extensions.code)).toEqual(fields.map(() => 'BAD_USER_INPUT'))
  expect(gateway.log.filter(({ level }) => Number(level) >= 40)).toEqual([])
})
