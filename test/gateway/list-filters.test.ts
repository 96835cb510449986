import fc from 'fast-check'
import { expect, test } from 'vitest'
import { startTestGateway } from '../support/gateway.ts'
import { createPostgresDatabase } from '../support/postgres.ts'
import '../support/seed.ts'

const SCHEMA = `extend schema @source(name: "db", sql: { url: "{$env.DB_URL}" })
scalar BigInt scalar Decimal scalar DateTime scalar Date scalar Base64 scalar UUID
type Query {
  items(where: Asked): [Item!] @sql(orderBy: "id")
  tagged(tag: String, all: [String], some: [String], empty: Boolean): [Item!]
    @sql(where: { tags: { has: "{$args.tag}", hasEvery: "{$args.all}", hasSome: "{$args.some}", isEmpty: "{$args.empty}" } }, orderBy: "id")
  shelves(where: ShelfAsked): [Shelf!] @sql(orderBy: "id")
}
input Asked {
  tags: StringListFilter codes: StringListFilter numbers: IntListFilter longs: BigIntListFilter prices: DecimalListFilter
  rates: FloatListFilter flags: BooleanListFilter times: DateTimeListFilter days: DateListFilter ids: UUIDListFilter
  bytes: Base64ListFilter moods: MoodListFilter
  not: Asked or: [Asked!] and: [Asked!]
}
input ShelfAsked { items: ItemsAsked }
input ItemsAsked { some: Asked none: Asked }
enum Mood { SO @map(from: "so so") PG @map(from: "PG-13") }
type Shelf @sql(table: "shelves") { id: ID! items: [Item!] @sql(where: { shelf: "{$this.id}" }, orderBy: "id") }
type Item @sql(table: "items") {
  id: ID! shelf: ID tags: [String] codes: [String] numbers: [Int] longs: [BigInt] prices: [Decimal] rates: [Float] flags: [Boolean]
  times: [DateTime] days: [Date] ids: [UUID] bytes: [Base64] moods: [Mood]
}
`
const COLUMNS = `id INT PRIMARY KEY, shelf INT, tags TEXT[], codes VARCHAR(3)[], numbers INT[], longs BIGINT[], prices NUMERIC(6,2)[],
  rates REAL[], flags BOOLEAN[], times TIMESTAMPTZ[], days DATE[], ids UUID[], bytes BYTEA[], moods mood[]`
const ROW = `1, 1, '{a,"b,c","NULL",NULL}', '{x}', '{1,2}', '{9007199254740993}', '{1.50}', '{0.1}', '{true}',
  '{2026-01-05 10:00:00+00}', '{2026-01-05}', '{6f9619ff-8b86-d011-b42d-00c04fc964ff}', '{"\\\\x00ff"}', '{"so so"}'`

async function startWorld(rows: readonly string[]) {
  const database = await createPostgresDatabase(
    `CREATE TYPE mood AS ENUM ('so so', 'PG-13'); CREATE TABLE shelves (id INT PRIMARY KEY); INSERT INTO shelves VALUES (1), (2);
    CREATE TABLE items (${COLUMNS}); ${rows.map(row => `INSERT INTO items VALUES (${row});`).join(' ')}`,
  )
  const gateway = await startTestGateway({ schema: SCHEMA, environment: { DB_URL: database.url } })
  return {
    gateway,
    async ask(text: string, variables?: Readonly<Record<string, unknown>>) {
      const { data, errors } = (await gateway.query(text, variables)).body as {
        data: Record<string, { id: string }[]>
        errors?: { message: string }[]
      }
      return (
        errors?.map(({ message }) => message) ?? Object.values(data).map(items => items.map(({ id }) => Number(id)))
      )
    },
    async [Symbol.asyncDispose]() {
      await gateway[Symbol.asyncDispose]()
      await database[Symbol.asyncDispose]()
    },
  }
}

test('Lists are asked for their items, whatever these are', async () => {
  await using world = await startWorld([ROW, "2, 2, '{}'", '3'])
  const find = async (where: string) => (await world.ask(`{ items(where: ${where}) { id } }`))[0]
  const found = [
    'tags: { has: "b,c" }',
    'tags: { has: "NULL" }',
    'tags: { hasEvery: ["a", "b,c"] }',
    'tags: { hasSome: ["z", "a"] }',
    'codes: { has: "x" }',
    'numbers: { hasEvery: [1] }',
    'longs: { has: 9007199254740993 }',
    'prices: { has: 1.5 }',
    'rates: { has: 0.1 }',
    'flags: { has: true }',
    'times: { has: "2026-01-05T11:00:00+01:00" }',
    'days: { has: "2026-01-05" }',
    'ids: { has: "6F9619FF-8B86-D011-B42D-00C04FC964FF" }',
    'bytes: { has: "AP8=" }',
    'moods: { has: SO }',
    'tags: { isEmpty: false }',
    'not: { tags: { isEmpty: true } }',
  ]
  for (const where of found) expect(await find(`{ ${where} }`), where).toEqual([1])
  expect(await find('{ tags: { isEmpty: true } }')).toEqual([2])
  expect(await find('{ tags: { isNull: true } }')).toEqual([3])
  expect(await find('{ not: { tags: { has: "a" } } }')).toEqual([2])
  expect(await find('{ tags: { hasEvery: [] } }')).toEqual([1, 2, 3])
  expect(await find('{ tags: { hasSome: [] } }')).toEqual([])
  // What can't be in the list is unknown: it finds less, under a negation too.
  for (const where of ['{ codes: { has: null } }', '{ not: { codes: { has: null } } }', '{ tags: { has: null } }'])
    expect(await find(where), where).toEqual([])
  expect(await world.ask('{ shelves(where: { items: { some: { tags: { has: "a" } } } }) { id } }')).toEqual([[1]])
  expect(await world.ask('{ shelves(where: { items: { none: { tags: { has: "a" } } } }) { id } }')).toEqual([[2]])

  expect(await world.ask('{ tagged(tag: "a") { id } }')).toEqual([[1]])
  expect(await world.ask('{ tagged(all: ["a", "x"]) { id } }')).toEqual([[]])
  expect(await world.ask('{ tagged(some: ["a", "x"], empty: false) { id } }')).toEqual([[1]])
  expect(await world.ask('{ tagged(all: ["a", null]) { id } }')).toEqual([[]])
  expect(await world.ask('{ tagged(some: ["a", null]) { id } }')).toEqual([[1]])
  expect(await world.ask('{ tagged { id } }')).toEqual([[1, 2, 3]])
  const long = Array.from({ length: 32_767 }, () => 'a')
  expect(await world.ask('query ($l: [String]) { tagged(all: $l) { id } }', { l: long })).toEqual([
    'A list has more than 32766 items.',
  ])
  const sent = world.gateway.log.map(({ text }) => String(text).replace(/^select .* from "items" where /, ''))
  expect(sent).toContain(`"tags" @> $1 order by "id" asc limit 10001`)
  expect(sent).toContain(`not ("tags" @> $1) order by "id" asc limit 10001`)
  expect(sent).toContain('"tags" && $1 and cardinality("tags") <> 0 order by "id" asc limit 10001')
})

/** By SQL's logic: null where the list is. */
type Truth = boolean | null
const not = (truth: Truth): Truth => (truth === null ? null : !truth)
interface Asked {
  readonly kind: 'has' | 'hasEvery' | 'hasSome'
  readonly items: readonly string[]
  readonly negated: boolean
}

test('Random lists are found as an oracle finds them', async () => {
  const item = fc.constantFrom('a', 'b', 'c', '"', '\\', '{}', ',', ' ', 'null', "'", 'é', '')
  const lists = fc.array(fc.option(fc.array(item, { maxLength: 4 }), { freq: 6 }), { minLength: 4, maxLength: 12 })
  const asked: fc.Arbitrary<Asked> = fc.record({
    kind: fc.constantFrom('has', 'hasEvery', 'hasSome'),
    items: fc.array(item, { minLength: 1, maxLength: 3 }),
    negated: fc.boolean(),
  })
  const [rows] = fc.sample(lists, 1) as [(string[] | null)[]]
  const text = (list: string[] | null) =>
    list ? `ARRAY[${list.map(each => `'${each.replaceAll("'", "''")}'`).join(', ')}]::text[]` : 'NULL'
  await using world = await startWorld(rows.map((list, at) => `${at}, 1, ${text(list)}`))
  await fc.assert(
    fc.asyncProperty(asked, async ({ kind, items, negated }) => {
      const wanted = kind === 'has' ? items.slice(0, 1) : items
      const truth = (list: string[] | null): Truth =>
        list && wanted[kind === 'hasSome' ? 'some' : 'every'](each => list.includes(each))
      const expected = rows.flatMap((list, id) => ((negated ? not(truth(list)) : truth(list)) === true ? [id] : []))
      const tags = { tags: { [kind]: kind === 'has' ? wanted[0] : wanted } }
      const where = negated ? { not: tags } : tags
      expect(await world.ask('query ($w: Asked) { items(where: $w) { id } }', { w: where })).toEqual([expected])
    }),
    { numRuns: 60 },
  )
})
