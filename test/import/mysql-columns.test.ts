import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect } from 'vitest'
import { checkSchema } from '../../src/compose/check-schema.ts'
import { importDatabase } from '../../src/compose/import-database.ts'
import { startTestGateway } from '../support/gateway.ts'
import { createDatabaseOn, testOn } from '../support/servers.ts'
import { createTempDirectory } from '../support/temp-directory.ts'

/** The type of each column, a value of it, the field that is written for it, and how the value is answered. */
const COLUMNS = [
  ['BIT(1)', "b'1'", 'Boolean', true],
  ['BIT(31)', '2147483647', 'Int', 2147483647],
  ['BIT(32)', '4294967295', 'BigInt', 4294967295],
  ['BIT(40)', '1099511627775', 'BigInt', 1099511627775],
  ['BIT(53)', '9007199254740991', 'BigInt', 9007199254740991],
  ['INT', '-2147483648', 'Int', -2147483648],
  ['INT(8) ZEROFILL', '7', 'BigInt', 7],
  ['INT UNSIGNED', '4294967295', 'BigInt', 4294967295],
  ['MEDIUMINT UNSIGNED', '16777215', 'Int', 16777215],
  ['BIGINT', '7', 'BigInt', 7],
  ['BIGINT UNSIGNED', '7', 'BigInt', 7],
  ['YEAR', '2026', 'Int', 2026],
  ['DECIMAL(10,2) ZEROFILL', '1.50', 'Decimal', '1.50'],
  ['DECIMAL(10,2) ZEROFILL', '0.05', 'Decimal', '0.05'],
  ['DECIMAL(10,0) ZEROFILL', '0', 'Decimal', '0'],
  ['DECIMAL(4,2) UNSIGNED', '12.30', 'Decimal', '12.30'],
  ['DOUBLE ZEROFILL', '1.5', 'Float', 1.5],
] as const

for (const server of ['mariadb', 'mysql'] as const) {
  testOn(server)(
    `Numbers are imported as what holds all of their column, and are answered so (${server})`,
    async () => {
      const columns = COLUMNS.map(([type], at) => `c${at} ${type} NOT NULL`)
      await using database = await createDatabaseOn(
        server,
        `CREATE TABLE items (id INT PRIMARY KEY, ${columns.join()});
       INSERT INTO items VALUES (1, ${COLUMNS.map(([, value]) => value).join()});`,
      )
      const { text } = await importDatabase({ url: database.url, directory: '/', mutations: true })
      const fields = /^type Item @sql[^{]*\{\n([\s\S]*?)\n\}/m.exec(text)?.[1]?.split('\n').slice(1)
      expect(fields?.map(field => field.trim())).toEqual(COLUMNS.map(([, , type], at) => `c${at}: ${type}!`))
      await using directory = await createTempDirectory()
      const schemaPath = join(directory.path, 'schema.graphql')
      await writeFile(schemaPath, text)
      const environment = { DATABASE_URL: database.url }
      expect(await checkSchema({ schemaPath, environment })).toEqual([])
      await using gateway = await startTestGateway({ schema: text, environment })
      const { body } = await gateway.query(`{ item(id: 1) { ${COLUMNS.map((_, at) => `c${at}`).join(' ')} } }`)
      expect(body).toEqual({
        data: { item: Object.fromEntries(COLUMNS.map(([, , , answer], at) => [`c${at}`, answer])) },
      })
    },
  )

  testOn(server)(`A ZEROFILL decimal is found, joined and paged as any other (${server})`, async () => {
    await using database = await createDatabaseOn(
      server,
      `CREATE TABLE items (id INT PRIMARY KEY, price DECIMAL(10,2) ZEROFILL);
       CREATE TABLE prices (price DECIMAL(10,2) ZEROFILL PRIMARY KEY, name VARCHAR(9));
       INSERT INTO items VALUES (1, 1.50), (2, 0.05), (3, 1000), (4, NULL);
       INSERT INTO prices VALUES (1.50, 'a'), (0.05, 'b'), (1000, 'c');`,
    )
    const schema = `extend schema @source(name: "db", sql: { url: "{$env.DB_URL}" })
      scalar Decimal
      type Query {
        items(where: ItemFilter): [Item!] @sql(orderBy: "id")
        page(first: Int, after: String): ItemConnection @sql(orderBy: "price")
        total: ItemAggregate @sql
      }
      type Item @sql(table: "items") { id: Int! price: Decimal named: Price @map(from: "price") }
      type Price @sql(table: "prices", key: "price") { name: String! }`
    await using gateway = await startTestGateway({ schema, environment: { DB_URL: database.url } })
    const { body } = await gateway.query(`{
      items { price named { name } } found: items(where: { price: { eq: "1.5" } }) { id } total { max { price } sum { price } }
    }`)
    expect(body).toEqual({
      data: {
        items: [
          { price: '1.50', named: { name: 'a' } },
          { price: '0.05', named: { name: 'b' } },
          { price: '1000.00', named: { name: 'c' } },
          { price: null, named: null },
        ],
        found: [{ id: 1 }],
        total: { max: { price: '1000.00' }, sum: { price: '1001.55' } },
      },
    })
    const ids: number[] = []
    let after: string | null = null
    do {
      const { body } = await gateway.query(
        'query ($after: String) { page(first: 1, after: $after) { nodes { id } pageInfo { hasNextPage endCursor } } }',
        { after },
      )
      const { page } = (body as { data: { page: Page } }).data
      ids.push(...page.nodes.map(({ id }) => id))
      after = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null
    } while (after !== null)
    expect(ids).toEqual([4, 2, 1, 3])
  })
}

interface Page {
  readonly nodes: readonly { readonly id: number }[]
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string }
}
