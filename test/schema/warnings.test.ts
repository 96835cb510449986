import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { checkSchema } from '../../src/compose/check-schema.ts'
import { printProblems } from '../../src/schema/problem.ts'
import { problemsOf } from '../import/problems-of.ts'
import { createDatabase } from '../support/dialects.ts'
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
