import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseJson, printJson } from '../../src/source/json.ts'
import { createDatabase, DIALECTS, type Dialect } from '../support/dialects.ts'
import { startTestGateway, type TestGateway } from '../support/gateway.ts'
import { createMariaDatabase } from '../support/mariadb.ts'
import { startMariaServer } from '../support/mariadb-server.ts'
import type { TestDatabase } from '../support/test-database.ts'
import { CANARY, HOSTILE_PIECES, holdableBy, hostileValue } from './hostile-values.ts'

const SCHEMA = `
  extend schema @source(name: "db", sql: { url: "{$env.DB_URL}" })
  scalar JSON
  type Query {
    items: [Item!] @sql(orderBy: "id")
  }
  type Item @sql(table: "items") {
    id: ID!
    name: String
  }
  type Mutation {
    insert(id: ID!, v: JSON): Item @sql(insert: { id: "{$args.id}", name: "{$args.v}" })
    upsert(id: ID!, v: JSON): Item @sql(upsert: { id: "{$args.id}", name: "{$args.v}" })
    update(id: ID!, v: JSON): Item @sql(update: { name: "{$args.v}" }, where: { id: "{$args.id}" })
    updateFound(v: JSON!): Int @sql(type: "Item", update: { name: "changed" }, where: { name: "{$args.v}" })
    deleteFound(v: JSON!): Int @sql(type: "Item", delete: true, where: { name: { eq: "{$args.v}" } })
  }
`

/** Text that is compared character by character. */
const EXACT_TEXT: Readonly<Record<Dialect, string>> = {
  sqlite: 'TEXT',
  mariadb: 'VARCHAR(200) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin',
  postgres: 'TEXT',
}

/** The table's names by id; what each mutation does to them, and its answer; `undefined` is a coded error. */
type Model = Map<string, string | null>
const MUTATIONS: Readonly<Record<string, (model: Model, id: string, value: unknown) => unknown>> = {
  insert: (model, id, value) => (model.has(id) ? undefined : put(model, id, value)),
  upsert: (model, id, value) => put(model, id, value),
  update: (model, id, value) =>
    textOf(value) === undefined ? undefined : model.has(id) ? put(model, id, value) : null,
  updateFound: (model, _, value) => {
    const found = [...model.keys()].filter(id => isFound(model.get(id), value))
    for (const id of found) model.set(id, 'changed')
    return found.length
  },
  deleteFound: (model, _, value) =>
    [...model.keys()].filter(id => isFound(model.get(id), value) && model.delete(id)).length,
}

for (const dialect of DIALECTS)
  test(`Whatever a client writes is a value and nothing else (${dialect})`, { timeout: 300_000 }, async () => {
    await using database = await createDatabase(dialect)
    await attack(database, dialect)
  })

test('Nor is it more in a write where the server takes backslashes as they are', { timeout: 300_000 }, async () => {
  await using server = await startMariaServer()
  await using database = await createMariaDatabase('', server.url)
  await database.run("SET GLOBAL sql_mode = CONCAT(@@sql_mode, ',NO_BACKSLASH_ESCAPES')")
  await attack(database, 'mariadb')
})

async function attack(database: TestDatabase, dialect: Dialect): Promise<void> {
  await database.run(`CREATE TABLE items (id BIGINT NOT NULL PRIMARY KEY, name ${EXACT_TEXT[dialect]})`)
  await using gateway = await startTestGateway({ schema: SCHEMA, environment: { DB_URL: database.url } })
  const model: Model = new Map()
  const value = hostileValue(['changed', 'a', 9007199254740993n]).filter(holdableBy(dialect))
  const ids = fc.constantFrom('1', '2', '9007199254740993')
  const run = async (id: string, sent: unknown) => {
    for (const [name, apply] of Object.entries(MUTATIONS)) await mutate(gateway, model, name, apply, id, asSent(sent))
    expect(await contents(database, dialect)).toEqual(
      [...model].map(([key, text]) => ({ id: key, name: text === null ? null : hex(text) })).sort(byId),
    )
  }
  await fc.assert(fc.asyncProperty(ids, value, run), {
    numRuns: 60 + HOSTILE_PIECES.length,
    examples: HOSTILE_PIECES.filter(holdableBy(dialect)).map((piece): [string, unknown] => ['1', piece]),
  })
  const statements = gateway.log.filter(({ source }) => source === 'db').map(({ text }) => String(text))
  expect(statements.length).toBeGreaterThan(300)
  expect(statements.filter(text => text.includes(CANARY))).toEqual([])
  expect(new Set(statements.map(text => text.replace(/\?(?:, \?)*/g, '?'))).size).toBeLessThan(40)
}

async function mutate(
  gateway: TestGateway,
  model: Model,
  name: string,
  apply: (model: Model, id: string, value: unknown) => unknown,
  id: string,
  value: unknown,
): Promise<void> {
  const counts = name.endsWith('Found')
  if (counts && value === null) return
  const { body } = counts
    ? await gateway.query(`mutation ($v: JSON!) { answer: ${name}(v: $v) }`, { v: value })
    : await gateway.query(`mutation ($id: ID!, $v: JSON) { answer: ${name}(id: $id, v: $v) { id name } }`, {
        id,
        v: value,
      })
  const { data, errors } = body as { data: { answer: unknown }; errors?: { extensions: { code: string } }[] }
  const expected = apply(model, id, value)
  expect([name, data.answer, errors?.map(({ extensions }) => extensions.code)]).toEqual([
    name,
    expected ?? null,
    expected === undefined ? ['BAD_USER_INPUT'] : undefined,
  ])
}

function put(model: Model, id: string, value: unknown): unknown {
  const name = textOf(value)
  if (name === undefined) return undefined
  model.set(id, name)
  return { id, name }
}

/** What a text column makes of a JSON value; undefined for what it can't hold. */
function textOf(value: unknown): string | null | undefined {
  if (value === null) return null
  return typeof value === 'object' ? undefined : String(value)
}

/** Whether a condition with the value finds the name: a list is one of its items. */
function isFound(name: string | null | undefined, value: unknown): boolean {
  const items: readonly unknown[] = Array.isArray(value) ? value : [value]
  return typeof name === 'string' && items.some(item => item !== null && textOf(item) === name)
}

async function contents(database: TestDatabase, dialect: Dialect): Promise<unknown[]> {
  const rows = await database.run(
    dialect === 'postgres'
      ? "SELECT CAST(id AS TEXT) AS id, upper(encode(convert_to(name, 'UTF8'), 'hex')) AS name FROM items"
      : 'SELECT CAST(id AS CHAR) AS id, CASE WHEN name IS NULL THEN NULL ELSE hex(name) END AS name FROM items',
  )
  return rows.map(row => ({ ...(row as { id: string; name: string | null }) })).sort(byId)
}

function byId(a: { id: string }, b: { id: string }): number {
  return a.id < b.id ? -1 : 1
}

function hex(text: string): string {
  return Buffer.from(text).toString('hex').toUpperCase()
}

/** What the gateway reads of it. */
function asSent(value: unknown): unknown {
  return parseJson(printJson(value) ?? 'null')
}
