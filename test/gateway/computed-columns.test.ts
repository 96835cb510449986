import { expect, test } from 'vitest'
import { importDatabase } from '../../src/compose/import-database.ts'
import { startTestGateway } from '../support/gateway.ts'
import { createSqliteDatabase } from '../support/sqlite.ts'

const ORDERS = `
  CREATE TABLE orders (id INTEGER PRIMARY KEY, customer TEXT NOT NULL, at TEXT NOT NULL);
  CREATE TABLE lines (id INTEGER PRIMARY KEY, order_id INTEGER NOT NULL REFERENCES orders (id), amount REAL NOT NULL);
  INSERT INTO orders VALUES (1, 'a', '2026-01-31 08:00:00'), (2, 'b', '2026-01-31 09:00:00.000'), (3, 'c', '2026-01-30 08:00:00'),
    (4, 'd', '2026-02-01 08:00:00'), (5, 'e', '2026-02-02 08:00:00');
  INSERT INTO lines (order_id, amount) VALUES (1, 10), (1, 5), (2, 7.5), (3, 100), (4, 20), (5, 3);
  CREATE VIEW order_totals AS
    SELECT o.id AS order_id, o.customer, count(l.id) AS line_count, sum(l.amount) AS total, max(o.at) AS last,
      sum(l.amount) > 10 AS large, 'T' || o.id AS code, o.id + 0 AS number
    FROM orders o JOIN lines l ON l.order_id = o.id GROUP BY o.id`

const SCHEMA = `
  extend schema @source(name: "db", sql: { url: "{$env.DATABASE_URL}", naming: SNAKE_CASE })
  type Query {
    totals(where: TotalFilter, orderBy: [TotalOrder!]): [Total!] @sql(orderBy: "orderId")
    totalsConnection(first: Int, after: String, where: TotalFilter, orderBy: [TotalOrder!]): TotalConnection @sql
    texts(where: TextFilter): [Text!] @sql(orderBy: "orderId")
    byNumber(number: ID!): Total @sql(where: { number: "{$args.number}" })
  }
  type Total @sql(table: "order_totals", key: "orderId") {
    orderId: ID!  customer: String!  lineCount: Int!  total: Float!  last: DateTime!  large: Boolean!  code: ID!  number: ID!
  }
  type Text @sql(table: "order_totals", key: "number") { orderId: ID!  total: String  exact: Decimal @map(from: "total")  number: Int }
  scalar DateTime scalar Decimal`

interface Page {
  readonly page: {
    readonly nodes: readonly { readonly orderId: string }[]
    readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string }
  }
}

test('SQLite: the computed columns of a view are filtered, ordered and paged over by their values', async () => {
  await using database = await createSqliteDatabase(ORDERS)
  await using gateway = await startTestGateway({ schema: SCHEMA, environment: { DATABASE_URL: database.url } })
  const filters = {
    'totals(where: { total: { gt: 9 } })': [1, 3, 4],
    'totals(where: { lineCount: { eq: 2 } })': [1],
    'totals(where: { total: { lt: 9 } })': [2, 5],
    'totals(where: { lineCount: { ne: 1 } })': [1],
    'totals(where: { total: { in: [7.5, 100] } })': [2, 3],
    'totals(where: { large: { eq: true } })': [1, 3, 4],
    'totals(where: { last: { eq: "2026-01-31T09:00:00Z" } })': [2],
    'totals(where: { last: { gt: "2026-01-31T10:00:00+01:00" } })': [4, 5],
    'totals(where: { code: { in: ["T2", "T3"] } })': [2, 3],
    'totals(where: { number: { eq: "4" } })': [4],
    'texts(where: { total: { gt: "9" } })': [1, 3, 4],
    'texts(where: { total: { eq: "7.5" } })': [2],
    'texts(where: { exact: { eq: "7.50" } })': [2],
    'texts(where: { exact: { lte: "7.50" } })': [2, 5],
    'texts(where: { not: { total: { eq: "15" } } })': [2, 3, 4, 5],
  }
  for (const [field, ids] of Object.entries(filters))
    expect({ [field]: (await gateway.query(`{ found: ${field} { orderId } }`)).body }).toEqual({
      [field]: { data: { found: ids.map(id => ({ orderId: String(id) })) } },
    })
  expect((await gateway.query('{ byNumber(number: "4") { orderId large } }')).body).toEqual({
    data: { byNumber: { orderId: '4', large: true } },
  })

  const walk = async (orderBy: string) => {
    const pages: string[] = []
    for (let after: string | null = null; pages.length < 5; ) {
      const text = `query ($after: String) { page: totalsConnection(first: 2, after: $after, orderBy: [${orderBy}]) {
        nodes { orderId } pageInfo { hasNextPage endCursor } } }`
      const { data } = (await gateway.query(text, { after })).body as { data: Page }
      const { page }: Page = data
      pages.push(page.nodes.map(({ orderId }) => orderId).join(' '))
      if (!page.pageInfo.hasNextPage) break
      after = page.pageInfo.endCursor
    }
    return pages
  }
  expect(await walk('{ total: DESC }')).toEqual(['3 4', '1 2', '5'])
  expect(await walk('{ total: ASC }')).toEqual(['5 2', '1 4', '3'])
  expect(await walk('{ lineCount: DESC }, { last: ASC }')).toEqual(['1 3', '2 4', '5'])
})

test('SQLite: an imported view is filtered by its computed columns', async () => {
  await using database = await createSqliteDatabase(ORDERS)
  const { text } = await importDatabase({ url: database.url, mutations: false, directory: '/' })
  await using gateway = await startTestGateway({ schema: text, environment: { DATABASE_URL: database.url } })
  const query = '{ orderTotals(where: { total: { eq: "15.0" }, lineCount: { gt: "1" } }) { orderId total lineCount } }'
  expect((await gateway.query(query)).body).toEqual({
    data: { orderTotals: [{ orderId: '1', total: '15', lineCount: '2' }] },
  })
})

test('SQLite: pages go on behind numbers that no integer holds', async () => {
  await using database = await createSqliteDatabase(`
    CREATE TABLE amounts (id INTEGER PRIMARY KEY, amount NUMERIC, size REAL);
    INSERT INTO amounts VALUES (1, 1.5, 1e19), (2, '12345678901234567890.5', 2e30), (3, -1e25, -1e19), (4, 9223372036854775807, 0.5);`)
  const { text } = await importDatabase({ url: database.url, mutations: false, directory: '/' })
  await using gateway = await startTestGateway({ schema: text, environment: { DATABASE_URL: database.url } })
  for (const [column, order] of [
    ['amount', ['3', '1', '4', '2']],
    ['size', ['3', '4', '1', '2']],
  ] as const)
    for (const direction of ['ASC', 'DESC']) {
      const ids: string[] = []
      for (let after: string | null = null; ids.length < 5; ) {
        const field = `amountsConnection(first: 1, after: $after, orderBy: [{ ${column}: ${direction} }])`
        const query = `query ($after: String) { page: ${field} { nodes { id } pageInfo { hasNextPage endCursor } } }`
        const { body } = await gateway.query(query, { after })
        const { page }: { page: { nodes: { id: string }[]; pageInfo: { hasNextPage: boolean; endCursor: string } } } = (
          body as { data: { page: never } }
        ).data
        ids.push(...page.nodes.map(({ id }) => id))
        if (!page.pageInfo.hasNextPage) break
        after = page.pageInfo.endCursor
      }
      expect(ids).toEqual(direction === 'ASC' ? order : order.toReversed())
    }
})
