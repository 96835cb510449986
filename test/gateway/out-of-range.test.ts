import { describe, expect, test } from 'vitest'
import { startTestGateway } from '../support/gateway.ts'
import { createPostgresDatabase } from '../support/postgres.ts'
import { createDatabaseOn, SERVERS, testOn } from '../support/servers.ts'

const SCHEMA = `extend schema @source(name: "db", sql: { url: "{$env.DB_URL}" })
type Query {
  total: ItemAggregate @sql
  by(groupBy: [ItemGroup!]!, having: ItemAggregateFilter): [ItemGroupRow!] @sql
  page(first: Int): ItemConnection @sql(orderBy: "id")
  boxes(where: BoxFilter): [Box!] @sql(orderBy: "id")
}
type Box @sql(table: "boxes") {
  id: ID!
  items: [Item!] @sql(where: { box: "{$this.id}" })
  total: ItemAggregate @sql(where: { box: "{$this.id}" })
}
type Item @sql(table: "items") { id: ID! box: ID size: Float }
extend type ItemConnection { aggregate: ItemAggregate! }
extend input ItemListFilter { sum: ItemAggregateSumFilter }
`
const TABLES = `CREATE TABLE boxes (id INT PRIMARY KEY); INSERT INTO boxes VALUES (1), (2);
  CREATE TABLE items (id INT PRIMARY KEY, box INT, size DOUBLE PRECISION);
  INSERT INTO items VALUES (1, 1, 1.7e308), (2, 1, 1.7e308), (3, 2, 0.1), (4, 2, 0.3)`

interface Body {
  readonly data: unknown
  readonly errors?: readonly { readonly path: unknown; readonly extensions: { readonly reason?: string } }[]
}

describe.for(SERVERS)('What is computed beyond every number costs its own field (%s)', server => {
  testOn(server)('in aggregates, of each parent, in groups and beside pages', async () => {
    await using database = await createDatabaseOn(server, TABLES)
    await using gateway = await startTestGateway({ schema: SCHEMA, environment: { DB_URL: database.url } })
    // MySQL fails at a sum of all rows, and has infinite ones of groups.
    const reasons = ['wrong_shape', ...(server === 'mysql' ? ['db_error'] : [])]
    const ask = async (query: string) => {
      const { data, errors = [] } = (await gateway.query(query)).body as Body
      for (const { extensions } of errors) expect(reasons).toContain(extensions.reason)
      return { data, failed: errors.map(({ path }) => path) }
    }
    expect(await ask('{ total { count sum { size } max { size } variance { size } } }')).toEqual({
      data: { total: { count: 4, sum: { size: null }, max: { size: 1.7e308 }, variance: { size: null } } },
      failed: [
        ['total', 'sum', 'size'],
        ['total', 'variance', 'size'],
      ],
    })
    const small = { count: 2, sum: { size: 0.4 }, variance: { size: expect.closeTo(0.02, 10) } }
    expect(await ask('{ boxes { total { count sum { size } variance { size } } } }')).toEqual({
      data: { boxes: [{ total: { count: 2, sum: { size: null }, variance: { size: 0 } } }, { total: small }] },
      failed: [['boxes', 0, 'total', 'sum', 'size']],
    })
    expect(await ask('{ by(groupBy: [{ box: VALUE }]) { keys { box } count sum { size } } }')).toEqual({
      data: {
        by: [
          { keys: { box: '1' }, count: 2, sum: { size: null } },
          { keys: { box: '2' }, count: 2, sum: { size: 0.4 } },
        ],
      },
      failed: [['by', 0, 'sum', 'size']],
    })
    expect(
      await ask('{ page(first: 1) { nodes { id } totalCount aggregate { avg { size } min { size } } } }'),
    ).toMatchObject({
      data: { page: { nodes: [{ id: '1' }], totalCount: 4, aggregate: { min: { size: 0.1 } } } },
    })
  })
})

test('PostgreSQL: a condition on what is beyond every number says so', async () => {
  await using database = await createPostgresDatabase(TABLES)
  await using gateway = await startTestGateway({ schema: SCHEMA, environment: { DB_URL: database.url } })
  const asked = [
    'boxes(where: { items: { sum: { size: { gt: 1 } } } }) { id }',
    'by(groupBy: [{ box: VALUE }], having: { sum: { size: { gt: 1 } } }) { count }',
  ]
  for (const field of asked)
    expect((await gateway.query(`{ ${field} page { totalCount } }`)).body).toMatchObject({
      data: { page: { totalCount: 4 } },
      errors: [
        {
          message: 'The database could not compute this: a value is out of range.',
          extensions: { reason: 'db_error' },
        },
      ],
    })
})

test('PostgreSQL: infinite days are in groups of their own', async () => {
  await using database = await createPostgresDatabase(`
    CREATE TABLE events (id INT PRIMARY KEY, day DATE, at TIMESTAMPTZ, clock TIMESTAMP);
    INSERT INTO events VALUES (1, 'infinity', 'infinity', 'infinity'), (2, '-infinity', '-infinity', '-infinity'),
      (3, '2026-01-31', '2026-01-31 23:30:00+00', '2026-01-31 23:30:00'), (4, NULL, NULL, NULL)`)
  const schema = `extend schema @source(name: "db", sql: { url: "{$env.DB_URL}" })
    scalar Date scalar DateTime
    type Query { by(groupBy: [EventGroup!]!, timeZone: String): [EventGroupRow!] @sql }
    type Event @sql(table: "events") { id: ID! day: Date at: DateTime clock: DateTime }`
  await using gateway = await startTestGateway({ schema, environment: { DB_URL: database.url } })
  for (const period of ['DAY', 'WEEK', 'MONTH', 'QUARTER', 'YEAR'])
    for (const field of ['day', 'at', 'clock'])
      for (const zone of ['', ', timeZone: "Europe/Berlin"', ', timeZone: "+01:00"']) {
        const { body } = await gateway.query(
          `{ by(groupBy: [{ ${field}: ${period} }]${zone}) { keys { ${field} } count } }`,
        )
        const { data, errors } = body as {
          data: { by: { keys: Record<string, string>; count: number }[] | null }
          errors?: unknown
        }
        expect([field, period, zone, errors]).toEqual([field, period, zone, undefined])
        expect(data.by?.map(({ keys, count }) => [keys[field], count])).toEqual([
          [null, 1],
          ['-infinity', 1],
          [expect.stringMatching(/^202[56]-\d\d-\d\d$/), 1],
          ['infinity', 1],
        ])
      }
})
