import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestGateway, type TestGateway } from '../support/gateway.ts'
import { startUpstream, type Upstream } from '../support/upstream.ts'

const people = Array.from({ length: 40 }, (_, id) => ({ id, friend: id === 0 ? 39 : id - 1, name: `Ünal ${id}` }))
const rows = Array.from({ length: 6_000 }, (_, id) => ({ id, name: `row "${id}"` }))

let upstream: Upstream
beforeAll(async () => {
  upstream = await startUpstream(({ url, method }) => {
    const { pathname, searchParams } = new URL(url, 'http://api')
    if (method === 'POST') return { json: people[1] }
    if (pathname === '/rows') return { json: rows }
    if (pathname === '/text') return { json: { text: 'é'.repeat(20_000), bad: [{}, {}, {}] } }
    const ids = searchParams.getAll('id').map(Number)
    return { json: ids.length > 0 ? people.filter(({ id }) => ids.includes(id)) : people }
  })
})
afterAll(() => upstream?.[Symbol.asyncDispose]())

function start(maxAnswerBytes: number): Promise<TestGateway> {
  const schema = `extend schema @source(name: "api", http: { baseURL: "${upstream.url}" })
    type Query {
      people: [Person!] @http(GET: "/people")
      rows: [Row!] @http(GET: "/rows")
      page: Page @http(GET: "/rows", select: ".")
      text: Text @http(GET: "/text")
    }
    type Mutation { greet: Person @http(POST: "/greet") }
    type Person { id: ID! name: String!
      friend: Person @http(GET: "/people?id={$this.friend}", select: "[0]")
      all: [Person!] @http(GET: "/people")
    }
    type Page { rows: [Row!] @map(from: ".") }
    type Row { id: ID! name: String! }
    type Text { text: String! bad: [Bad] }
    type Bad { name: String! }`
  return startTestGateway({ schema, config: { maxAnswerBytes } })
}

const aliases = (field: string) => Array.from({ length: 500 }, (_, at) => `a${at}: ${field}`).join(' ')

test.each([
  ['of a few bytes', '{ __typename }'],
  ['of plain rows', '{ rows { id name } }'],
  ['of one object behind another', '{ people { name friend { name friend { id } } } }'],
  ['of lists that stand in each other again and again', '{ people { all { all { id name } } } }'],
  ['of many names for one value', `{ people { ${aliases('name')} } }`],
  ['of many names for one call', `{ ${aliases('people { id }')} }`],
  ['of many names for a long text', `{ text { ${aliases('text')} } }`],
  ['with errors', '{ text { text bad { name } } }'],
  ['of a mutation', 'mutation { greet { all { id name } } }'],
])('An answer %s is answered up to its limit of bytes, and none beyond it', async (_, query) => {
  await using free = await start(2 ** 28)
  const whole = await free.query(query)
  const bytes = Buffer.byteLength(whole.text)
  await using fitting = await start(bytes)
  expect((await fitting.query(query)).text).toBe(whole.text)
  await using tight = await start(bytes - 1)
  expect(await tight.query(query)).toMatchObject({
    status: 200,
    body: {
      errors: [
        {
          message: `The answer is larger than ${bytes - 1} bytes.`,
          extensions: { code: 'OPERATION_LIMIT_EXCEEDED', retryable: false },
        },
      ],
      data: null,
    },
  })
  expect((await tight.query('{ __typename }')).body).toEqual(
    bytes > 40 ? { data: { __typename: 'Query' } } : expect.anything(),
  )
})

test('Lists within lists are given up at the limit, however large they would be', async () => {
  await using gateway = await start(2 ** 24)
  for (const levels of [4, 8, 60]) {
    const { body } = await gateway.query(`{ people ${'{ all '.repeat(levels)}{ id }${' }'.repeat(levels)} }`)
    expect(body).toMatchObject({ errors: [{ message: 'The answer is larger than 16777216 bytes.' }], data: null })
  }
})

test('An operation reads a million objects at most', async () => {
  await using gateway = await start(2 ** 28)
  const field = 'rows { id: name }'
  const names = Array.from({ length: 200 }, (_, at) => `a${at}: ${field}`).join(' ')
  expect((await gateway.query(`{ ${names} }`)).body).toMatchObject({
    errors: [
      { message: 'The operation reads more than 1000000 objects.', extensions: { code: 'OPERATION_LIMIT_EXCEEDED' } },
    ],
    data: null,
  })
})
