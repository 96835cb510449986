import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { checkSchema } from '../../src/compose/check-schema.ts'
import { printProblems } from '../../src/schema/problem.ts'
import { problemsOf } from '../import/problems-of.ts'
import { createDatabase, DIALECTS } from '../support/dialects.ts'
import { startTestGateway } from '../support/gateway.ts'
import { createTempDirectory } from '../support/temp-directory.ts'

test('A connection whose cursors show columns that its type has no field of is warned of, where they are named', () => {
  const schema = `extend schema @source(name: "db", sql: { url: "sqlite:app.db", naming: SNAKE_CASE })
type Query {
  hidden(first: Int): UserConnection @sql(orderBy: ["fullName", { secret: DESC }])
  byClient(orderBy: [UserBy!]): UserConnection @sql
  shown: UserConnection @sql(orderBy: "fullName")
  computed: UserConnection @sql(orderBy: "nick")
  keyed: NoteConnection @sql(orderBy: "text")
  list: [User!] @sql(orderBy: "secret")
  rows: [Note!] @sql
}
input UserBy { hash: OrderDirection @map(from: "password_hash") fullName: OrderDirection }
enum OrderDirection { ASC DESC }
type User @sql(table: "users") {
  id: ID!
  fullName: String!
  called: String @map(from: "{$this.nick}!")
}
type Note @sql(table: "notes", key: ["tenant", "no"]) {
  no: Int!
  text: String
}
`
  expect(printProblems(problemsOf(schema))).toBe(
    `schema.graphql:3:52 warning Query.hidden: the cursors of this connection show "secret" in the clear, which User has no field of. Order it by what clients may see, or give User such a field.
schema.graphql:4:48 warning Query.byClient: the cursors of this connection show "password_hash" in the clear, which User has no field of. Order it by what clients may see, or give User such a field.
schema.graphql:7:25 warning Query.keyed: the cursors of this connection show "tenant" in the clear, which Note has no field of. Name a key at the @sql of Note that clients may see, or give Note such a field.`,
  )
})

const TENANTS = `extend schema @source(name: "db", sql: { url: "{$env.DB_URL}" })
type Query {
  rows: [Row!] @sql
  exact: [Row!] @sql(where: { code: "{$headers.x-code}" })
  own: [Row!] @sql(where: { or: [{ name: "{$headers.x-name}" }, { not: { name: ["{$headers.x-other}"] } }] })
  given(name: String!): [Row!] @sql(where: { name: "{$args.name}" })
}
type Row @sql(table: "items", where: { tenant: "{$headers.x-tenant}" }) {
  id: ID!
}
`

const COLUMNS = {
  sqlite: 'tenant TEXT COLLATE NOCASE, name TEXT COLLATE RTRIM, code TEXT',
  mariadb:
    'tenant VARCHAR(9) COLLATE utf8mb4_general_ci, name VARCHAR(9) COLLATE utf8mb4_bin, code VARCHAR(9) COLLATE utf8mb4_nopad_bin',
} as const

const NAMES = { sqlite: ['NOCASE', 'RTRIM'], mariadb: ['utf8mb4_general_ci', 'utf8mb4_bin'] } as const

for (const dialect of ['sqlite', 'mariadb'] as const)
  test(`A tenant by a header over a column in which several texts are the same is warned of, and served (${dialect})`, async () => {
    await using database = await createDatabase(
      dialect,
      `CREATE TABLE items (id INT PRIMARY KEY, ${COLUMNS[dialect]}); INSERT INTO items VALUES (1, 'acme', 'a', 'a')`,
    )
    await using directory = await createTempDirectory()
    const schemaPath = join(directory.path, 'schema.graphql')
    await writeFile(schemaPath, TENANTS)
    const environment = { DB_URL: database.url }
    const [tenant, name] = NAMES[dialect]
    const loose = (column: string, collation: string, other: string) =>
      `"${column}" of "items" takes several texts for the same (${collation}), and a request header is compared with it: a request with "acme" may be given the rows of "${other}". Make it a number, or give it a binary collation without padding.`
    expect(printProblems(await checkSchema({ schemaPath, environment })).replaceAll(schemaPath, 'schema.graphql')).toBe(
      `schema.graphql:5:27 warning Query.own: ${loose('name', name, 'acme ')}
schema.graphql:8:38 warning Row: ${loose('tenant', tenant, 'ACME')}`,
    )
    expect(await checkSchema({ schemaPath, environment, offline: true })).toEqual([])
    await using gateway = await startTestGateway({ schema: TENANTS, environment })
    expect((await gateway.query('{ rows { id } }', {}, { 'x-tenant': 'acme' })).body).toEqual({
      data: { rows: [{ id: '1' }] },
    })
  })

const SHOWN_IN_PART = {
  sqlite: { columns: 'data JSON', warnings: ['data'] },
  mariadb: {
    columns: `data JSON, day DATE NOT NULL DEFAULT '0000-00-00', at DATETIME NOT NULL DEFAULT '0000-00-00 00:00:00',
      made DATETIME NOT NULL DEFAULT '2026-01-01 00:00:00'`,
    warnings: ['data', 'day', 'at'],
  },
  postgres: { columns: 'data JSONB, docs JSON[], grid INT[][], words TEXT[]', warnings: ['data', 'docs', 'grid'] },
} as const

/** A field of each column that only some rows can be shown as, the same as it should be, and what the warning says. */
const IN_PART: Readonly<Record<string, readonly [wrong: string, right: string, says: string]>> = {
  data: ['String', 'JSON', '"data" holds JSON, whose objects and lists are no String. Make it JSON.'],
  day: ['Date!', 'Date', '"day" may hold 0000-00-00, which is null, and the field never is. Make it Date.'],
  at: ['DateTime!', 'DateTime', '"at" may hold 0000-00-00, which is null, and the field never is. Make it DateTime.'],
  made: ['DateTime!', 'DateTime!', ''],
  docs: ['[String]', '[JSON]', '"docs" holds JSON, whose objects and lists are no String. Make it [JSON].'],
  grid: ['[Int]', '[[Int]]', '"grid" holds lists in lists, which are no Int. Make it [JSON].'],
  words: ['[String!]', '[String]', ''],
}

for (const dialect of DIALECTS)
  test(`A field that shows only some rows of its column is warned of, and served (${dialect})`, async () => {
    const { columns, warnings } = SHOWN_IN_PART[dialect]
    await using database = await createDatabase(
      dialect,
      `${dialect === 'mariadb' ? "SET sql_mode = '';" : ''} CREATE TABLE items (id INT PRIMARY KEY, ${columns})`,
    )
    const names = Object.keys(IN_PART).filter(name => new RegExp(`\\b${name} [A-Z]`).test(columns))
    const schemaOf = (at: 0 | 1) => `extend schema @source(name: "db", sql: { url: "{$env.DB_URL}" })
type Query {
  items: [Item!] @sql
}
type Item @sql(table: "items") {
  id: ID!
${names.map(name => `  ${name}: ${IN_PART[name]?.[at]}`).join('\n')}
  inside: String ${dialect === 'postgres' ? '@map(from: "data.a[0]")' : '@map(from: "data.a")'}
}
scalar JSON
scalar Date
scalar DateTime
`
    await using directory = await createTempDirectory()
    const schemaPath = join(directory.path, 'schema.graphql')
    const environment = { DB_URL: database.url }
    const check = async (text: string) => {
      await writeFile(schemaPath, text)
      return printProblems(await checkSchema({ schemaPath, environment })).replaceAll(schemaPath, 'schema.graphql')
    }
    expect(await check(schemaOf(0))).toBe(
      warnings
        .map(name => `schema.graphql:${7 + names.indexOf(name)}:3 warning Item.${name}: ${IN_PART[name]?.[2]}`)
        .join('\n'),
    )
    expect(await check(schemaOf(1))).toBe('')
    await using gateway = await startTestGateway({ schema: schemaOf(0), environment })
    expect((await gateway.query('{ items { id } }')).body).toEqual({ data: { items: [] } })
  })
