import { once } from 'node:events'
import { connect } from 'node:net'
import { expect, test } from 'vitest'
import { startTestGateway } from '../support/gateway.ts'

const SCHEMA = `
  extend schema @source(name: "api", http: { baseURL: "http://127.0.0.1:9" })
  type Query { post(input: Input): String @http(POST: "/", body: "{$args.input}") }
  input Input { inner: Input }
`

test('A connection that has not asked anything does not hold up the end', async () => {
  const gateway = await startTestGateway({ schema: SCHEMA, config: { requestTimeout: 600_000 } })
  const socket = connect(Number(new URL(gateway.url).port), '127.0.0.1')
  await once(socket, 'connect')
  const closed = once(socket, 'close')
  // The server must have taken the connection before it is told to end.
  await gateway.query('{ __typename }')
  await gateway[Symbol.asyncDispose]()
  await closed
})

test('Variables that would fill the stack are refused', async () => {
  await using gateway = await startTestGateway({ schema: SCHEMA })
  const input = `${'{"inner":'.repeat(3_000)}null${'}'.repeat(3_000)}`
  const response = await fetch(`${gateway.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: `{"query":"query ($i: Input) { post(input: $i) }","variables":{"i":${input}}}`,
  })
  expect([response.status, await response.json()]).toEqual([
    400,
    {
      errors: [
        {
          message: 'The "variables" of the request are more than 200 levels deep.',
          extensions: { code: 'BAD_USER_INPUT' },
        },
      ],
    },
  ])
})
