import fc from 'fast-check'
import { expect, test } from 'vitest'
import { startTestGateway } from '../../support/gateway.ts'
import { createPostgresDatabase } from '../../support/postgres.ts'
import { writesOf } from './writes-of.ts'
import '../../support/seed.ts'

const SCHEMA = `extend schema @source(name: "db", sql: { url: "{$env.DB_URL}" })
scalar BigInt scalar Decimal scalar DateTime scalar Date scalar Base64 scalar UUID scalar JSON
type Query { items: [Item!] @sql(orderBy: "id") }
type Mutation {
  add(input: NewItem!): Item @sql(insert: "{$args.input}")
  addAll(inputs: [NewItem!]!): [Item!] @sql(insert: "{$args.inputs}")
  put(input: NewItem!): Item @sql(upsert: "{$args.input}")
  tag(id: ID!, tags: [String]): Item @sql(update: { tags: "{$args.tags}" }, where: { id: "{$args.id}" })
  retag(id: ID!): Item @sql(update: { tags: ["a", "b,c"] }, where: { id: "{$args.id}" })
  any(id: ID!, tags: JSON): Item @sql(update: { tags: "{$args.tags}" }, where: { id: "{$args.id}" })
  more(id: ID!, tag: String): Item @sql(update: { tags: { append: "{$args.tag}" } }, where: { id: "{$args.id}" })
  moreDocs(id: ID!, docs: JSON): Item @sql(update: { docs: { append: "{$args.docs}" } }, where: { id: "{$args.id}" })
  many(id: ID!, tags: [String!]): Item @sql(upsert: { id: "{$args.id}", tags: { append: "{$args.tags}" } })
  place(input: NewShelf!): Shelf @sql(insert: "{$args.input}")
}
input NewItem {
  id: ID! tags: [String] codes: [String] numbers: [Int] longs: [BigInt] prices: [Decimal] rates: [Float] flags: [Boolean]
  times: [DateTime] days: [Date] ids: [UUID] bytes: [Base64] docs: [JSON] moods: [String] boxes: [String] spans: [String] nets: [String]
}
input NewShelf { id: ID! items: [NewItem!] }
type Shelf @sql(table: "shelves") { id: ID! items: [Item!] @sql(where: { shelf: "{$this.id}" }, orderBy: "id") }
type Item @sql(table: "items") {
  id: ID! shelf: ID tags: [String] codes: [String] numbers: [Int] longs: [BigInt] prices: [Decimal] rates: [Float] flags: [Boolean]
  times: [DateTime] days: [Date] ids: [UUID] bytes: [Base64] docs: [JSON] moods: [String] boxes: [String] spans: [String] nets: [String]
}
`

const TABLE = `CREATE TYPE mood AS ENUM ('so so', 'PG-13');
  CREATE DOMAIN percent AS SMALLINT CHECK (VALUE BETWEEN 0 AND 100);
  CREATE TABLE shelves (id INT PRIMARY KEY);
  CREATE TABLE items (id INT PRIMARY KEY, shelf INT, tags TEXT[], codes VARCHAR(3)[], numbers percent[], longs BIGINT[], prices NUMERIC[],
    rates REAL[], flags BOOLEAN[], times TIMESTAMPTZ[], days DATE[], ids UUID[], bytes BYTEA[], docs JSONB[], moods mood[], boxes BOX[],
    spans INTERVAL[], nets INET[]);
  INSERT INTO items (id, tags) VALUES (1, '{old}'), (2, NULL)`

async function startWorld() {
  const database = await createPostgresDatabase(TABLE)
  const gateway = await startTestGateway({ schema: SCHEMA, environment: { DB_URL: database.url } })
  const run = async (text: string, variables?: Readonly<Record<string, unknown>>) =>
    (await gateway.query(text, variables)).body as { data: Record<string, Record<string, unknown>>; errors?: unknown[] }
  return {
    gateway,
    run,
    /** Of one mutation: its error, and that nothing has changed. */
    refusal: async (field: string, variables?: Readonly<Record<string, unknown>>) => {
      const before = await run('{ items { id tags codes numbers } }')
      const { errors = [] } = await run(field, variables)
      expect(await run('{ items { id tags codes numbers } }')).toEqual(before)
      return errors.map(error => {
        const { message, extensions } = error as { message: string; extensions: { code: string } }
        return `${extensions.code} ${message}`
      })
    },
    async [Symbol.asyncDispose]() {
      await gateway[Symbol.asyncDispose]()
      await database[Symbol.asyncDispose]()
    },
  }
}

const FULL = {
  tags: ['a', null, 'NULL', '', ' x ', '{"b,c"}', '\\"', "'; --", 'ß🦊\n'],
  codes: ['abc'],
  numbers: [0, null, 100],
  longs: ['9223372036854775807', -1],
  prices: ['12345678901234567890123.45', '-0.1'],
  rates: [0.1, -1e30, null],
  flags: [true, false, null],
  times: ['2026-01-31T08:00:00.12Z'],
  days: ['2026-02-28', null],
  ids: ['a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'],
  bytes: ['AP9cIg==', ''],
  docs: [{ a: [1, '"\\'] }, [1, [2]], 'text', null],
  moods: ['so so', 'PG-13'],
  boxes: ['(1,1),(0,0)', '(3,3),(2,2)'],
  spans: ['P1DT2H'],
  nets: ['10.0.0.1', null],
}
const FIELDS = Object.keys(FULL).join(' ')

test('PostgreSQL: lists of every type are written as they are read, also in lists of inputs and in rows in rows', async () => {
  await using world = await startWorld()
  const { run, gateway } = world
  const add = `mutation ($input: NewItem!) { add(input: $input) { ${FIELDS} } }`
  expect(await run(add, { input: { id: 10, ...FULL } })).toEqual({ data: { add: FULL } })
  const [insert] = writesOf(gateway)
  const columns = ['id', ...Object.keys(FULL)]
  const names = columns.map(name => `"${name}"`).join(', ')
  expect(insert).toBe(`insert into "items" (${names}) values (${columns.map((_, at) => `$${at + 1}`).join(', ')})`)

  const empty = Object.fromEntries(Object.keys(FULL).map(name => [name, []]))
  const nulls = Object.fromEntries(Object.keys(FULL).map(name => [name, null]))
  const inputs = [FULL, empty, nulls].map((item, at) => ({ id: 20 + at, ...item }))
  const addAll = `mutation ($inputs: [NewItem!]!) { addAll(inputs: $inputs) { ${FIELDS} } }`
  expect(await run(addAll, { inputs })).toEqual({ data: { addAll: [FULL, empty, nulls] } })
  const put = `mutation ($input: NewItem!) { put(input: $input) { ${FIELDS} } }`
  expect(await run(put, { input: { id: 20, ...empty } })).toEqual({ data: { put: empty } })
  expect(await run(put, { input: { id: 30, ...FULL } })).toEqual({ data: { put: FULL } })
  const place = `mutation ($input: NewShelf!) { place(input: $input) { items { ${FIELDS} } } }`
  const items = [
    { id: 40, ...FULL },
    { id: 41, ...empty },
  ]
  expect(await run(place, { input: { id: 1, items } })).toEqual({ data: { place: { items: [FULL, empty] } } })
})

test('PostgreSQL: a list is set by an update, and appended to by the database itself', async () => {
  await using world = await startWorld()
  const { run, gateway } = world
  const { data } = await run(`mutation {
    set: tag(id: 1, tags: ["x", null]) { tags } same: tag(id: 1) { tags } none: tag(id: 2, tags: null) { tags }
    said: retag(id: 1) { tags } one: more(id: 1, tag: "d") { tags } first: more(id: 2, tag: "'}") { tags }
    several: many(id: 1, tags: ["e", "f"]) { tags } nothing: many(id: 1, tags: []) { tags } made: many(id: 3, tags: ["g"]) { tags }
    any(id: 2, tags: [1, true, "t"]) { tags }
  }`)
  expect(data).toEqual({
    ...{ set: { tags: ['x', null] }, same: { tags: ['x', null] }, none: { tags: null } },
    ...{ said: { tags: ['a', 'b,c'] }, one: { tags: ['a', 'b,c', 'd'] }, first: { tags: ["'}"] } },
    several: { tags: ['a', 'b,c', 'd', 'e', 'f'] },
    nothing: { tags: ['a', 'b,c', 'd', 'e', 'f'] },
    ...{ made: { tags: ['g'] }, any: { tags: ['1', 'true', 't'] } },
  })
  expect(writesOf(gateway)).toContain('update "items" set "tags" = array_cat("tags", $1) where "id" = $2')
  const docs = async (value: unknown) =>
    (await run('mutation ($docs: JSON) { moreDocs(id: 1, docs: $docs) { docs } }', { docs: value })).data.moreDocs?.docs
  expect(await docs({ a: 1 })).toEqual([{ a: 1 }])
  expect(await docs([[2], 'x'])).toEqual([{ a: 1 }, [2], 'x'])
})

test('PostgreSQL: what a list can not hold is refused in a sentence, and nothing is changed', async () => {
  await using world = await startWorld()
  const { refusal } = world
  const any = (tags: unknown) => refusal('mutation ($tags: JSON) { any(id: 1, tags: $tags) { id } }', { tags })
  const stored = `BAD_USER_INPUT "tags" has a value that can't be stored.`
  expect(await any([['a'], ['b']])).toEqual([
    'BAD_USER_INPUT "tags" is a list of lists, and only a list of single values can be stored.',
  ])
  for (const wrong of ['{a}', 1, { a: 1 }]) expect(await any(wrong)).toEqual(['BAD_USER_INPUT "tags" must be a list.'])
  for (const wrong of ['a\0b', '\ud800', { a: 1 }]) expect(await any(['a', wrong])).toEqual([stored])
  expect(await any(Array(32_767).fill(''))).toEqual(['BAD_USER_INPUT "tags" has more than 32766 items.'])
  expect(await refusal('mutation { more(id: 1, tag: null) { id } }')).toEqual([
    'BAD_USER_INPUT "tag" must not be null.',
  ])
  const input = (fields: string) => refusal(`mutation { add(input: { id: 50, ${fields} }) { id } }`)
  expect(await input('numbers: [1, 32768]')).toEqual([
    `BAD_USER_INPUT "input.numbers" has a value that can't be stored.`,
  ])
  expect(await input('numbers: [1, 101]')).toEqual(['BAD_USER_INPUT One of the values is not allowed.'])
  expect(await input('moods: ["good"]')).toEqual([`BAD_USER_INPUT "input.moods" has a value that can't be stored.`])
  expect(await input('codes: ["abcd"]')).toEqual(['BAD_USER_INPUT "input.codes" has a value that is too long.'])
})

test('PostgreSQL: any texts come back as they were written', async () => {
  await using world = await startWorld()
  const text = fc.string({ unit: 'grapheme' }).filter(each => !each.includes('\0'))
  const list = fc.array(fc.option(text), { maxLength: 12 })
  await fc.assert(
    fc.asyncProperty(list, list, async (first, more) => {
      const set = 'mutation ($tags: [String]) { tag(id: 1, tags: $tags) { tags } }'
      expect(await world.run(set, { tags: first })).toEqual({ data: { tag: { tags: first } } })
      const texts = more.filter(each => each !== null)
      const append = 'mutation ($tags: [String!]) { many(id: 1, tags: $tags) { tags } }'
      expect(await world.run(append, { tags: texts })).toEqual({ data: { many: { tags: [...first, ...texts] } } })
    }),
    { numRuns: 40 },
  )
})
