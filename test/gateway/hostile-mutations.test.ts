import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createDatabase, DIALECTS } from '../support/dialects.ts'
import { startTestGateway } from '../support/gateway.ts'

const SCHEMA = `
  extend schema @source(name: "db", sql: { url: "{$env.DB_URL}" })
  scalar JSON
  type Query { notes: [Note!] @sql(orderBy: "id") }
  type Mutation {
    change(id: ID!, input: Change!): Note @sql(update: "{$args.input}", where: { id: "{$args.id}" })
    changeIn(ids: [ID!]!, text: String): Int
      @sql(type: "Note", update: { text: "{$args.text}" }, where: { id: { in: "{$args.ids}" } })
    changeOthers(id: ID!, text: String): [Note!]
      @sql(update: { text: "{$args.text}" }, where: { not: { id: "{$args.id}" }, text: { like: "{$args.id}" } })
    put(id: ID!, text: String): Note @sql(upsert: { id: "{$args.id}", text: "{$args.text}" })
    any(id: JSON!, text: String): Boolean
      @sql(type: "Note", update: { text: "{$args.text}" }, where: { id: "{$args.id}" })
    remove(ids: [ID!]!): Int @sql(type: "Note", delete: true, where: { id: "{$args.ids}" })
  }
  type Note @sql(table: "notes", where: { tenant: "{$headers.x-tenant}" }) { id: ID!  text: String }
  input Change { text: String  rank: Int }
`
const TABLE = 'CREATE TABLE notes (id BIGINT NOT NULL PRIMARY KEY, tenant VARCHAR(20), text VARCHAR(200), rank INTEGER)'

interface Row {
  readonly id: unknown
  readonly tenant: string
  readonly text: string | null
}

const FIELDS = {
  change: 'change(id: $id, input: { text: $text }) { id }',
  changeIn: 'changeIn(ids: [$id], text: $text)',
  changeOthers: 'changeOthers(id: $id, text: $text) { id }',
  put: 'put(id: $id, text: $text) { id }',
  any: 'any(id: $json, text: $text)',
  remove: 'remove(ids: [$id])',
} as const

const HOSTILE = [
  "' OR '1'='1",
  '1 or 1=1',
  '1; DROP TABLE notes',
  "\\' OR 1=1 -- ",
  '1/**/',
  '%',
  '_',
  '001',
  '1.0',
  '1e0',
  ' 1',
  '1 ',
  '+1',
  '0x1',
  '\u0000',
  '1\u0000',
  '__proto__',
  'null',
  '9223372036854775808',
  '-0',
  '١',
]
const id = fc.oneof(fc.constantFrom('1', '2', '3', '4', '11'), fc.constantFrom(...HOSTILE), fc.string({ maxLength: 8 }))
const text = fc.option(fc.oneof(fc.constantFrom(...HOSTILE), fc.string({ maxLength: 20 })), { nil: null })
const json = fc.oneof(id, fc.jsonValue({ maxDepth: 2 })).filter(value => value !== null)
const tenant = fc.oneof(fc.constant('a'), fc.constantFrom(...HOSTILE).filter(isHeader))

for (const dialect of DIALECTS)
  test(`No input touches rows outside the where (${dialect})`, async () => {
    await using database = await createDatabase(dialect, TABLE)
    await using gateway = await startTestGateway({ schema: SCHEMA, environment: { DB_URL: database.url } })
    const rows = async () => (await database.run('SELECT id, tenant, text FROM notes ORDER BY id')) as Row[]
    const seed = "INSERT INTO notes VALUES (1, 'a', '1', 0), (2, 'a', 'x', 0), (3, 'b', '3', 0), (4, 'b', '%', 0)"
    const mutation = fc.record({ field: fc.constantFrom(...Object.keys(FIELDS)), id, text, json, tenant })
    await fc.assert(
      fc.asyncProperty(mutation, async ({ field, tenant: who, ...variables }) => {
        await database.run('DELETE FROM notes')
        await database.run(seed)
        const before = await rows()
        const name = field as keyof typeof FIELDS
        const used = Object.entries({ id: 'ID!', text: 'String', json: 'JSON!' }).filter(([key]) =>
          FIELDS[name].includes(`$${key}`),
        )
        const declared = `mutation (${used.map(([key, type]) => `$${key}: ${type}`).join(', ')}) { ${FIELDS[name]} }`
        const { body } = await gateway.query(declared, variables, { 'x-tenant': who })
        expect(body).toHaveProperty('data')
        const after = await rows()
        const touched = before.filter(row => !after.some(each => same(each, row)))
        const added = after.filter(row => !before.some(each => each.id === row.id))
        const wanted = (row: Row) => row.tenant === who && isMeant(name, row, variables)
        expect(touched.filter(row => !wanted(row))).toEqual([])
        expect(added.every(row => name === 'put' && row.tenant === who && String(row.id) === variables.id)).toBe(true)
      }),
      { numRuns: 150 },
    )
  })

/** Whether the mutation is about the row, by a plain reading of its where. */
function isMeant(field: keyof typeof FIELDS, row: Row, { id, json }: { id: string; json: unknown }): boolean {
  const key = String(row.id)
  if (field === 'changeOthers') return key !== id && /^-?\d+$/.test(id)
  const given = field === 'any' ? json : id
  return Array.isArray(given) ? given.map(String).includes(key) : String(given) === key
}

function same(a: Row, b: Row): boolean {
  return a.id === b.id && a.tenant === b.tenant && a.text === b.text
}

function isHeader(value: string): boolean {
  return /^[\x21-\x7e][\x20-\x7e]*$/.test(value) && !value.endsWith(' ')
}
