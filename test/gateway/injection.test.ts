import fc from 'fast-check'
import {
  coerceInputValue,
  GraphQLID,
  type GraphQLInputType,
  GraphQLInt,
  GraphQLList,
  GraphQLNonNull,
  GraphQLString,
} from 'graphql'
import { expect, test } from 'vitest'
import { parseJson, printJson } from '../../src/source/json.ts'
import { createDatabase, DIALECTS, type Dialect } from '../support/dialects.ts'
import { startTestGateway, type TestGateway } from '../support/gateway.ts'
import { createMariaDatabase } from '../support/mariadb.ts'
import { startMariaServer } from '../support/mariadb-server.ts'
import type { TestDatabase } from '../support/test-database.ts'
import { startUpstream } from '../support/upstream.ts'
import { CANARY, HOSTILE_PIECES, HOSTILE_TEXT, holdableBy, hostileValue } from './hostile-values.ts'
import { type DatabaseRules, INJECTION_PATHS, type InjectionPath, type Row } from './injection-paths.ts'

const SCHEMA = `
  extend schema
    @source(name: "api", http: { baseURL: "{$env.API_URL}" })
    @source(name: "db", sql: { url: "{$env.DB_URL}" })
  scalar JSON
  type Query {
    header: [Item!] @sql(where: { name: "{$headers.x-name}" }, orderBy: "id")
    ${INJECTION_PATHS.map(({ name, type, argument, field }) => `${name}(${argument ?? `v: ${type}`}): ${field}`).join('\n    ')}
  }
  type Item @sql(table: "items") {
    id: ID!
    name: String
  }
  type Holder {
    key: JSON
    byName: [Item!] @sql(where: { name: "{$this.key}" }, orderBy: "id")
    byId: [Item!] @sql(where: { id: "{$this.key}" }, orderBy: "id")
    byQuery: [Item!] @sql(query: "SELECT id, name FROM items WHERE name IN ({$batch.key}) ORDER BY id", by: "name")
    oneByName: Item @sql(where: { name: "{$this.key}" }, orderBy: "id")
    oneById: Item @sql(where: { id: "{$this.key}" })
    oneByQuery: Item @sql(query: "SELECT id, name FROM items WHERE name IN ({$batch.key})", by: "name")
    home: Item @map(from: "key")
    homes: [Item] @map(from: "key")
  }
`

/** Text that is compared character by character. */
const EXACT_TEXT: Readonly<Record<Dialect, string>> = {
  sqlite: 'TEXT',
  mariadb: 'VARCHAR(200) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin',
  postgres: 'TEXT',
}
const RULES: Readonly<Record<Dialect, DatabaseRules>> = {
  sqlite: { ignoresCase: true, flags: ['0', '1'], holdsAnyNumber: true },
  mariadb: { ignoresCase: false, flags: ['0', '1'], holdsAnyNumber: false },
  postgres: { ignoresCase: false, flags: ['false', 'true'], holdsAnyNumber: false },
}

const TYPES: Readonly<Record<InjectionPath['type'], GraphQLInputType | undefined>> = {
  JSON: undefined,
  String: GraphQLString,
  ID: GraphQLID,
  Int: GraphQLInt,
  '[String!]': new GraphQLList(new GraphQLNonNull(GraphQLString)),
}

/** Values that are not chosen by chance: what makes rows, each findable by its own. */
const NAMES = fc
  .sample(HOSTILE_TEXT, { numRuns: 12, seed: 1 })
  .concat(['0', '1', "'", '\\', '%', 'NULL', '__proto__', 'a'])
const ROWS: readonly Row[] = [...new Set(NAMES)]
  .map((name, at): Row => ({ id: BigInt(at), name, amount: at % 3 === 0 ? null : BigInt(at) }))
  .concat([{ id: 9007199254740993n, name: null, amount: 7n }])

const CONTENTS: Readonly<Record<Dialect, string>> = {
  sqlite: 'SELECT CAST(id AS TEXT) AS id, hex(name) AS name, amount FROM items ORDER BY 1',
  mariadb: 'SELECT CAST(id AS CHAR) AS id, hex(name) AS name, amount FROM items ORDER BY 1',
  postgres:
    "SELECT CAST(id AS TEXT) AS id, encode(convert_to(name, 'UTF8'), 'hex') AS name, amount FROM items ORDER BY 1",
}

/** Thousands of statements, on a machine that may be busy. */
const PATIENCE = { timeout: 300_000 }

for (const dialect of DIALECTS)
  test(`Whatever a client sends is a value and nothing else (${dialect})`, PATIENCE, async () => {
    await using database = await createDatabase(dialect)
    await attack(database, dialect)
  })

test('Nor is it more where the server takes backslashes as they are', PATIENCE, async () => {
  await using server = await startMariaServer()
  await using database = await createMariaDatabase('', server.url)
  await database.run("SET GLOBAL sql_mode = CONCAT(@@sql_mode, ',NO_BACKSLASH_ESCAPES')")
  await attack(database, 'mariadb')
})

async function attack(database: TestDatabase, dialect: Dialect): Promise<void> {
  await fill(database, dialect)
  await using upstream = await startUpstream(({ body }) => ({ body }))
  const environment = { API_URL: upstream.url, DB_URL: database.url }
  await using gateway = await startTestGateway({ schema: SCHEMA, environment })
  const cursor = await firstCursor(gateway)
  const before = await database.run(CONTENTS[dialect])
  const stored = ROWS.flatMap(({ id, name }) => (name === null ? [id] : [id, name]))
  await fc.assert(
    fc.asyncProperty(hostileValue(stored).filter(holdableBy(dialect)), value =>
      send(gateway, asSent(value), cursor, RULES[dialect]),
    ),
    {
      numRuns: 80 + HOSTILE_PIECES.length,
      examples: HOSTILE_PIECES.filter(holdableBy(dialect)).map((piece): [unknown] => [piece]),
    },
  )
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...stored.map(String)).filter(isHeaderValue), async name => {
      const { body } = await gateway.query('{ header { id } }', {}, { 'x-name': name })
      expect(body).toEqual({
        data: { header: ROWS.filter(row => row.name === name).map(({ id }) => ({ id: String(id) })) },
      })
    }),
    { numRuns: 30 },
  )
  expect(await database.run(CONTENTS[dialect])).toEqual(before)
  const statements = gateway.log.filter(({ source }) => source === 'db').map(({ text }) => String(text))
  expect(statements.length).toBeGreaterThan(1_000)
  expect(statements.filter(text => text.includes(CANARY))).toEqual([])
  // Values change nothing in the text but the length of a list, which of the few forms of a condition it is, and whether
  // it is asked at all.
  const forms = new Set(statements.map(text => text.replace(/\?(?:, \?)*/g, '?')))
  expect(forms.size).toBeLessThanOrEqual(4 * INJECTION_PATHS.length)
}

async function firstCursor(gateway: TestGateway): Promise<string> {
  const { body } = await gateway.query('{ page_after { edges { cursor } } }')
  return (body as { data: { page_after: { edges: { cursor: string }[] } } }).data.page_after.edges[0]?.cursor ?? ''
}

/** Sends the value through every path whose type takes it, in one request, and through the others in one each. */
async function send(gateway: TestGateway, value: unknown, cursor: string, rules: DatabaseRules): Promise<void> {
  const open = INJECTION_PATHS.map(path => ({ path, coerced: coerce(path, value) }))
  const taken = open.filter(({ coerced }) => coerced !== undefined)
  const calls = gateway.log.length
  const { body } = await gateway.query(
    document(taken.map(({ path }) => path)),
    Object.fromEntries(taken.map(({ path }) => [variableOf(path), path.encode ? path.encode(value, cursor) : value])),
  )
  const { data, errors = [] } = body as {
    data: Record<string, unknown>
    errors?: { path: string[]; extensions: object }[]
  }
  const found = taken.map(({ path: { name, read = same } }) => {
    const error = errors.find(({ path }) => path[0] === name)
    return [name, error ? 'refused' : read(data[name])]
  })
  const expected = taken.map(({ path, coerced }) => {
    const rows = path.expected(coerced, ROWS, rules)
    return [path.name, rows === 'refused' ? rows : rows.map(({ id }) => ({ id: String(id) }))]
  })
  expect(Object.fromEntries(found)).toEqual(Object.fromEntries(expected))
  const codes = errors.map(({ extensions }) => (extensions as { code: string }).code)
  expect(codes.filter(code => code !== 'BAD_USER_INPUT' && code !== 'RESPONSE_VALIDATION_FAILED')).toEqual([])
  expect(gateway.log.slice(calls).filter(({ source }) => source === 'db').length).toBeLessThanOrEqual(taken.length)

  for (const { path } of open.filter(({ coerced }) => coerced === undefined)) {
    const logged = gateway.log.length
    const refused = await gateway.query(document([path]), { [variableOf(path)]: value })
    expect([path.name, refused.status]).toEqual([path.name, 400])
    expect(gateway.log.slice(logged).filter(({ source }) => source === 'db')).toEqual([])
  }
}

/** What the gateway reads of it: small integers are numbers, and there is one zero. */
function asSent(value: unknown): unknown {
  return parseJson(printJson(value) ?? 'null')
}

function document(paths: readonly InjectionPath[]): string {
  const variables = new Set(paths.map(path => `$${variableOf(path)}: ${path.encode ? 'String' : path.type}`))
  const fields = paths.map(path => {
    const { name, given = 'v: VALUE', selection = '{ id }' } = path
    return `${name}(${given.replace('VALUE', `$${variableOf(path)}`)}) ${selection}`
  })
  return `query (${[...variables].join(', ')}) { ${fields.join(' ')} }`
}

function variableOf({ type, name, encode }: InjectionPath): string {
  return encode ? name : type.replace('[', 'list').replace(/\W/g, '')
}

function same(answer: unknown): unknown {
  return answer
}

/** What graphql-js makes of the value; undefined where the type does not take it. */
function coerce({ type }: InjectionPath, value: unknown): unknown {
  const input = TYPES[type]
  return input ? coerceInputValue(value, input) : value
}

async function fill(database: TestDatabase, dialect: Dialect): Promise<void> {
  await database.run(`CREATE TABLE items (id BIGINT NOT NULL PRIMARY KEY, name ${EXACT_TEXT[dialect]}, amount BIGINT)`)
  for (const { id, name, amount } of ROWS)
    await database.run(
      `INSERT INTO items VALUES (${id}, ${name === null ? 'NULL' : hex(name, dialect)}, ${amount ?? 'NULL'})`,
    )
}

/** Text in hexadecimal: no dialect escapes it its own way. */
function hex(text: string, dialect: Dialect): string {
  const digits = Buffer.from(text).toString('hex')
  if (dialect === 'postgres') return `convert_from('\\x${digits}', 'UTF8')`
  return dialect === 'sqlite' ? `CAST(x'${digits}' AS TEXT)` : `_utf8mb4 x'${digits}'`
}

/** What an HTTP header carries as it is. */
function isHeaderValue(text: string): boolean {
  return /^[!-~](?:[ -~]*[!-~])?$/.test(text)
}
