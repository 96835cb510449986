import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { postOperation } from '../../src/case/post-operation.ts'
import { startSluice } from '../command/sluice.ts'
import { SHAPES } from '../source/json-shapes.ts'
import { createTempDirectory } from '../support/temp-directory.ts'
import { startUpstream } from '../support/upstream.ts'

// In megabytes: what is fatal here is fatal to the usual heap with a few more requests.
const HEAP = 512
const LENGTH = 9_400_000
const AT_ONCE = 8
const HOSTILE = SHAPES.filter(({ name }) =>
  ['empty lists', 'deep lists', 'very deep objects of an index', 'objects of a name of their own', 'numbers'].includes(
    name,
  ),
)

const SCHEMA = `
  extend schema @source(name: "api", http: { baseURL: "{$env.API_URL}", timeout: "60s", retries: 0 })
  type Query {
    hidden(shape: Int!, id: Int!): Int @http(GET: "/hidden/{$args.shape}/{$args.id}", select: "n")
    items(id: Int!): [Item] @http(GET: "/items/{$args.id}")
    calm(id: Int!): String @http(GET: "/calm/{$args.id}")
  }
  type Item { id: ID name: String }
`

async function startGateway() {
  const resources = new AsyncDisposableStack()
  let text = ''
  const upstream = resources.use(
    await startUpstream(({ url }) => {
      if (url.startsWith('/calm')) return { json: 'calm' }
      return { body: url.startsWith('/hidden') ? `{"n":1,"rest":${text}}` : text }
    }),
  )
  const directory = resources.use(await createTempDirectory())
  await writeFile(join(directory.path, 'schema.graphql'), SCHEMA)
  const sluice = resources.use(
    startSluice(['start', join(directory.path, 'schema.graphql'), '--port', '0', '--request-timeout', '60s'], {
      nodeOptions: [`--max-old-space-size=${HEAP}`],
      environment: { API_URL: upstream.url },
    }),
  )
  const url = (await sluice.said(/at (http:\S+)\/graphql/)) as string
  return {
    upstreamAnswers: (body: string) => {
      text = body
    },
    ask: async (query: string) => JSON.parse((await postOperation(url, { query })).text),
    [Symbol.asyncDispose]: () => resources.disposeAsync(),
  }
}

const CODES = ['OPERATION_LIMIT_EXCEEDED', 'REQUEST_CONCURRENCY_LIMITED']

test('Answers of whatever JSON end no process, however much memory it takes, and starve nobody', {
  timeout: 300_000,
}, async () => {
  await using gateway = await startGateway()
  let refused = 0
  for (const [shape, { name, make }] of HOSTILE.entries()) {
    gateway.upstreamAnswers(make(LENGTH))
    const asked = Array.from({ length: AT_ONCE }, (_, id) => gateway.ask(`{ hidden(shape: ${shape}, id: ${id}) }`))
    const calm = await gateway.ask(`{ calm(id: ${shape}) }`)
    expect([name, calm]).toEqual([name, { data: { calm: 'calm' } }])
    for (const { data, errors = [] } of await Promise.all(asked)) {
      const codes = errors.map(({ extensions }: { extensions: { code: string } }) => extensions.code)
      refused += codes.length
      if (codes.length === 0) expect([name, data]).toEqual([name, { hidden: 1 }])
      else expect([name, codes]).toEqual([name, [expect.toSatisfy(isLimit)]])
    }
  }
  expect(refused).toBeGreaterThan(0)
  gateway.upstreamAnswers(`[${Array(3_000_000).fill('{}')}]`)
  const lists = Array.from({ length: AT_ONCE }, (_, id) => gateway.ask(`{ items(id: ${id}) { id name } }`))
  for (const { errors } of await Promise.all(lists)) expect(errors[0].extensions.code).toSatisfy(isLimit)
  expect(await gateway.ask('{ calm(id: -1) }')).toEqual({ data: { calm: 'calm' } })
})

const isLimit = (code: string) => CODES.includes(code)

test('What requests have read much of is dropped where others have most, and is there for the next', async () => {
  await using gateway = await startGateway()
  gateway.upstreamAnswers(`[${Array(700_000).fill('[]')}]`)
  const asked = Array.from({ length: AT_ONCE }, (_, id) => gateway.ask(`{ hidden(shape: 0, id: ${id}) }`))
  const answers = await Promise.all(asked)
  expect(answers.filter(({ data }) => data.hidden === 1).length).toBeGreaterThan(0)
  expect(await gateway.ask('{ hidden(shape: 0, id: 99) }')).toEqual({ data: { hidden: 1 } })
})
