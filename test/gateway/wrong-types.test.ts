import { GraphQLBoolean, GraphQLFloat, GraphQLID, GraphQLInt, type GraphQLScalarType, GraphQLString } from 'graphql'
import { expect, test } from 'vitest'
import { startTestGateway } from '../support/gateway.ts'
import { startUpstream } from '../support/upstream.ts'

interface Answer {
  readonly data: Readonly<Record<string, unknown>> | null
  readonly errors?: readonly {
    readonly message: string
    readonly path: readonly unknown[]
    readonly extensions: object
  }[]
}

const SCALARS: readonly GraphQLScalarType[] = [GraphQLInt, GraphQLFloat, GraphQLString, GraphQLBoolean, GraphQLID]
const VALUES = ['seven', '7', '', 7, 7.5, 2 ** 31, 1e300, true, false, [], [7], {}, { id: 7 }, null]

const WRONG_SHAPE = { code: 'RESPONSE_VALIDATION_FAILED', reason: 'wrong_shape', source: 'api' }

test('Whatever an API says in the place of a scalar, it is that scalar or an error at its own path', async () => {
  await using upstream = await startUpstream({ 'GET /values': { json: { ...VALUES } } })
  const fields = SCALARS.flatMap(({ name }) => VALUES.map((_, at) => `${name}${at}: ${name} @map(from: "['${at}']")`))
  const schema = `
    extend schema @source(name: "api", http: { baseURL: "{$env.API_URL}" })
    type Query { values: Values @http(GET: "/values") }
    type Values { ${fields.join(' ')} }`
  await using gateway = await startTestGateway({ schema, environment: { API_URL: upstream.url } })
  const names = SCALARS.flatMap(({ name }) => VALUES.map((_, at) => `${name}${at}`))
  const { data, errors = [] } = (await gateway.query(`{ values { ${names.join(' ')} } }`)).body as Answer
  const expected = SCALARS.flatMap(type =>
    VALUES.map((value, at) => [`${type.name}${at}`, coerced(type, value)] as const),
  )
  const bad = expected.filter(([, value]) => value === undefined).map(([name]) => name)
  expect(data?.values).toEqual(Object.fromEntries(expected.map(([name, value]) => [name, value ?? null])))
  expect(errors.map(({ path }) => path)).toEqual(bad.map(name => ['values', name]))
  for (const { extensions } of errors) expect(extensions).toMatchObject(WRONG_SHAPE)
  expect(bad.length).toBeGreaterThan(SCALARS.length * 4)
})

test('Of 10,000 items one is bad: it is null with one error, and the others are there', async () => {
  const items = Array.from({ length: 10_000 }, (_, id) => ({
    id,
    name: id === 7_777 ? { first: 'Ann' } : `Item ${id}`,
  }))
  await using upstream = await startUpstream({ 'GET /items': { json: items } })
  const schema = `
    extend schema @source(name: "api", http: { baseURL: "{$env.API_URL}" })
    type Query { items: [Item] @http(GET: "/items")  all: [Item!] @http(GET: "/items") }
    type Item { id: ID!  name: String! }`
  await using gateway = await startTestGateway({ schema, environment: { API_URL: upstream.url } })
  const { data, errors } = (await gateway.query('{ items { id name } all { id } some: all { name } }')).body as Answer
  const good = items.map(({ id, name }) => (id === 7_777 ? null : { id: String(id), name }))
  expect(data).toEqual({ items: good, all: items.map(({ id }) => ({ id: String(id) })), some: null })
  expect(errors?.map(({ path }) => path)).toEqual([
    ['items', 7_777, 'name'],
    ['some', 7_777, 'name'],
  ])
  for (const { extensions } of errors ?? []) expect(extensions).toMatchObject(WRONG_SHAPE)
})

test('JSON is written as deep as it was read, and beyond what can be read it is an error', async () => {
  const nested = (levels: number) => '['.repeat(levels) + ']'.repeat(levels)
  await using upstream = await startUpstream({
    'GET /deep': { body: nested(20_000) },
    'GET /deeper': { body: nested(200_000) },
  })
  const schema = `
    extend schema @source(name: "api", http: { baseURL: "{$env.API_URL}" })
    type Query { deep: JSON @http(GET: "/deep")  deeper: JSON @http(GET: "/deeper") }
    scalar JSON`
  await using gateway = await startTestGateway({ schema, environment: { API_URL: upstream.url } })
  const { text } = await gateway.query('{ deep deeper }')
  expect(text.endsWith(`"data":{"deep":${nested(20_000)},"deeper":null}}`)).toBe(true)
  expect(text.slice(0, text.indexOf('"data"'))).toMatch(
    /"path":\["deeper"\],"extensions":\{"code":"RESPONSE_VALIDATION_FAILED"/,
  )
})

test('A number that no double comes near is an error under every scalar, and is never written as null', async () => {
  const numbers = { e: '1e400', digits: '9'.repeat(2_000), low: '-1e400' }
  const body = `{${Object.entries(numbers).map(([name, text]) => `"${name}":${text}`)},"in":{"list":[1,1e400]}}`
  await using upstream = await startUpstream({ 'GET /values': { body }, 'POST /echo': { json: true } })
  const names = ['JSON', 'ID', 'String', 'Float', 'Int', 'BigInt', 'Decimal'].flatMap(type =>
    Object.keys(numbers).map(name => ({ type, name, field: `${type}_${name}` })),
  )
  const schema = `
    extend schema @source(name: "api", http: { baseURL: "{$env.API_URL}" })
    type Query { values: Values @http(GET: "/values")  echo(json: JSON): Boolean @http(POST: "/echo", body: "{$args.json}") }
    type Values { ${names.map(({ type, name, field }) => `${field}: ${type} @map(from: "${name}")`)}, in: JSON }
    scalar JSON scalar BigInt scalar Decimal`
  await using gateway = await startTestGateway({ schema, environment: { API_URL: upstream.url } })
  const fields = [...names.map(({ field }) => field), 'in']
  const { data, errors } = (await gateway.query(`{ values { ${fields.join(' ')} } }`)).body as Answer
  expect(data?.values).toEqual(Object.fromEntries(fields.map(field => [field, null])))
  expect(errors?.map(({ path }) => path)).toEqual(fields.map(field => ['values', field]))
  for (const { extensions } of errors ?? []) expect(extensions).toMatchObject(WRONG_SHAPE)
  for (const json of ['1e400', '[{a: 1e400}]'])
    expect((await gateway.query(`{ echo(json: ${json}) }`)).status).toBe(400)
  expect(upstream.requests.map(({ url }) => url)).toEqual(['/values'])
})

/** What the specification's type makes of a value; undefined where it can't (sections 3.5.1 to 3.5.5). */
function coerced(type: GraphQLScalarType, value: unknown): unknown {
  if (value === null) return null
  if (typeof value === 'object') return undefined
  try {
    return type.coerceOutputValue(value)
  } catch {
    return undefined
  }
}
