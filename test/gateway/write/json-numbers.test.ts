import { expect } from 'vitest'
import { startTestGateway } from '../../support/gateway.ts'
import { createDatabaseOn, dialectOf, SERVERS, testOn } from '../../support/servers.ts'

const SCHEMA = `extend schema @source(name: "db", sql: { url: "{$env.DB_URL}" })
type Query { items(where: ItemFilter, orderBy: [ItemOrder!]): [Item!] @sql }
type Mutation { mark: Int @sql(type: "Item", update: { note: "dear" }, where: { price: { gt: 5 } }) }
type Item @sql(table: "items") { id: ID! note: String price: Float @map(from: "doc.price") }
`
const NUMBERS = ['1e300', '7', '-1e300', '"8"', '1'.repeat(80), '0.25', '9007199254740993']

for (const server of SERVERS)
  testOn(server)(`A number that no decimal holds keeps no row from being changed (${server})`, async () => {
    const json = { sqlite: 'TEXT', mariadb: 'JSON', postgres: 'JSONB' }[dialectOf(server)]
    const rows = NUMBERS.map((number, at) => `(${at + 1}, NULL, '{"price": ${number}}')`)
    await using database = await createDatabaseOn(
      server,
      `CREATE TABLE items (id INT PRIMARY KEY, note VARCHAR(9), doc ${json}); INSERT INTO items VALUES ${rows}`,
    )
    await using gateway = await startTestGateway({ schema: SCHEMA, environment: { DB_URL: database.url } })
    expect((await gateway.query('mutation { mark }')).body).toEqual({ data: { mark: 4 } })
    const { body } = await gateway.query('{ items(where: { note: { eq: "dear" } }, orderBy: [{ price: ASC }]) { id } }')
    const ids = (body as { data: { items: { id: string }[] } }).data.items.map(({ id }) => id)
    expect(ids.slice(0, 2)).toEqual(['2', '7'])
    expect(ids.slice(2).sort()).toEqual(['1', '5'])
  })
