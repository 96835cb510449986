import { describe, expect, test } from 'vitest'
import { createDatabase, DIALECTS, type Dialect } from '../support/dialects.ts'
import { startTestGateway } from '../support/gateway.ts'

/** Two columns of different types, the values of which the database takes as equal. */
interface Pair {
  readonly from: string
  readonly to: string
  /** Values of the one column, as SQL, by the values of the other that they are equal to; null for those that nothing equals. */
  readonly values: readonly (readonly [from: string, to: string | null])[]
}

const NUMBERS: readonly Pair[] = [
  {
    from: 'DECIMAL(10,2)',
    to: 'INT',
    values: [
      ['7.00', '7'],
      ['-3', '-3'],
      ['0', '0'],
      ['7.50', null],
      ['1000000', '1000000'],
    ],
  },
  {
    from: 'DECIMAL(20,3)',
    to: 'BIGINT',
    values: [
      ['9007199254740.000', '9007199254740'],
      ['0.001', null],
    ],
  },
  {
    from: 'DECIMAL(10,2)',
    to: 'DECIMAL(12,4)',
    values: [
      ['7.50', '7.5'],
      ['7.51', null],
    ],
  },
  {
    from: 'DECIMAL(10,2)',
    to: 'DOUBLE PRECISION',
    values: [
      ['7.50', '7.5'],
      ['8.00', '8'],
    ],
  },
  {
    from: 'DOUBLE PRECISION',
    to: 'INT',
    values: [
      ['7', '7'],
      ['7.5', null],
    ],
  },
  {
    from: 'INT',
    to: 'DECIMAL(10,2)',
    values: [
      ['7', '7.00'],
      ['8', null],
    ],
  },
]
const FLAGS = (flag: string): readonly Pair[] => [
  {
    from: flag,
    to: 'INT',
    values: [
      ['1', '1'],
      ['0', '0'],
      ['2', '2'],
      ['3', null],
    ],
  },
  {
    from: flag,
    to: 'DECIMAL(10,2)',
    values: [
      ['1', '1'],
      ['0', '0'],
      ['2', '2'],
    ],
  },
  {
    from: flag,
    to: 'DOUBLE PRECISION',
    values: [
      ['1', '1'],
      ['0', '0'],
      ['2', '2'],
    ],
  },
  {
    from: 'INT',
    to: flag,
    values: [
      ['1', '1'],
      ['0', '0'],
      ['2', '2'],
    ],
  },
  {
    from: 'DECIMAL(10,2)',
    to: flag,
    values: [
      ['1.00', '1'],
      ['0.00', '0'],
      ['2', '2'],
      ['1.5', null],
    ],
  },
]
const DAYS = (time: string): Pair => ({
  from: time,
  to: 'DATE',
  values: [
    ["'2026-01-31 00:00:00'", "'2026-01-31'"],
    ["'2026-02-01 00:00:01'", null],
    ["'2026-03-01 12:00:00'", null],
  ],
})
const PADDED = (text: string): Pair => ({
  from: 'CHAR(5)',
  to: text,
  values: [
    ["'AT '", "'AT'"],
    ["'DE'", "'DE'"],
    ["' X'", null],
  ],
})

const PAIRS: Readonly<Record<Dialect, readonly Pair[]>> = {
  sqlite: [...NUMBERS, ...FLAGS('BOOLEAN'), ...FLAGS('TINYINT(1)')],
  mariadb: [
    ...[...NUMBERS, ...FLAGS('BOOLEAN'), ...FLAGS('TINYINT(1) UNSIGNED')],
    ...[DAYS('DATETIME'), DAYS('DATETIME(3)'), DAYS('TIMESTAMP'), PADDED('VARCHAR(9)')],
    {
      from: 'BIT(1)',
      to: 'INT',
      values: [
        ['1', '1'],
        ['0', '0'],
      ],
    },
    {
      from: 'DATE',
      to: 'DATETIME',
      values: [
        ["'2026-01-31'", "'2026-01-31 00:00:00'"],
        ["'2026-02-01'", null],
      ],
    },
  ],
  postgres: [
    ...[...NUMBERS, DAYS('TIMESTAMP'), DAYS('TIMESTAMP(3)'), DAYS('TIMESTAMPTZ')],
    ...['VARCHAR(9)', 'TEXT', 'CITEXT', 'CHAR(9)'].map(PADDED),
    {
      from: 'VARCHAR(9)',
      to: 'CHAR(5)',
      values: [
        ["'AT'", "'AT'"],
        ["'XX'", null],
      ],
    },
    {
      from: 'NUMERIC',
      to: 'INT',
      values: [
        ['7.00', '7'],
        ["'NaN'", null],
        ["'Infinity'", null],
      ],
    },
  ],
}

const SCHEMA = `extend schema @source(name: "db", sql: { url: "{$env.DB_URL}" })
type Query {
  rows(where: RowFilter): [Row!] @sql(orderBy: "id")
  targets: [Target!] @sql(orderBy: "id")
}
type Row @sql(table: "rows", key: "id") {
  id: Int!
  byMap: Target @map(from: "held")
  byWhere: Target @sql(where: { number: "{$this.held}" })
  list: [Target!] @sql(where: { number: "{$this.held}" }, orderBy: "id", limit: 2)
  page(first: Int = 2): TargetConnection @sql(where: { number: "{$this.held}" }, orderBy: "id")
  total: TargetAggregate @sql(where: { number: "{$this.held}" })
  pair: Target @sql(where: { number: "{$this.held}", owner: "{$this.id}" })
  through: [Target!] @sql(through: { table: "links", where: { number: "{$this.held}" }, on: { target: "id" } })
}
type Target @sql(table: "targets", key: "number") { id: Int! rows: [Row!] @sql(where: { held: "{$this.number}" }, orderBy: "id") }
`

for (const dialect of DIALECTS)
  describe(dialect, () => {
    for (const { from, to, values } of PAIRS[dialect])
      test(`A key in a ${from} is found in a ${to} where the database takes the two as equal, and the other way round`, async () => {
        const rows = values.map(([value], at) => `(${at + 1}, ${cast(dialect, value, from)})`)
        const targets = values.flatMap(([, value], at) =>
          value === null ? [] : [`(${at + 1}, ${at + 1}, ${cast(dialect, value, to)})`],
        )
        await using database = await createDatabase(
          dialect,
          `${dialect === 'postgres' ? 'CREATE EXTENSION IF NOT EXISTS citext;' : ''}
           CREATE TABLE rows (id INT PRIMARY KEY, held ${from} NULL);
           CREATE TABLE targets (id INT PRIMARY KEY, owner INT, number ${to} NULL);
           CREATE TABLE links (number ${to} NULL, target INT);
           INSERT INTO rows VALUES ${rows.join()}, (99, NULL);
           INSERT INTO targets VALUES ${targets.join()}, (98, NULL, NULL);
           INSERT INTO links SELECT number, id FROM targets;`.replaceAll(
            ' rows ',
            dialect === 'mariadb' ? ' `rows` ' : ' rows ',
          ),
        )
        await using gateway = await startTestGateway({ schema: SCHEMA, environment: { DB_URL: database.url } })
        const { body } = await gateway.query(`{
          rows { id byMap { id } byWhere { id } list { id } page { nodes { id } } total { count } pair { id } through { id } }
          filtered: rows(where: { byWhere: { id: { gt: 0 } } }) { id }
          targets { id rows { id } }
        }`)
        const found = (at: number) => ({ id: at + 1 })
        expect(body).toEqual({
          data: {
            rows: [
              ...values.map(([, value], at) => {
                const one = value === null ? null : found(at)
                const list = one ? [one] : []
                return {
                  id: at + 1,
                  byMap: one,
                  byWhere: one,
                  list,
                  page: { nodes: list },
                  total: { count: list.length },
                  pair: one,
                  through: list,
                }
              }),
              {
                id: 99,
                byMap: null,
                byWhere: null,
                list: [],
                page: { nodes: [] },
                total: { count: 0 },
                pair: null,
                through: [],
              },
            ],
            filtered: values.flatMap(([, value], at) => (value === null ? [] : [found(at)])),
            targets: [
              ...values.flatMap(([, value], at) => (value === null ? [] : [{ id: at + 1, rows: [found(at)] }])),
              { id: 98, rows: [] },
            ],
          },
        })
      })
  })

/** PostgreSQL takes no number for a type of its own literal. */
function cast(dialect: Dialect, value: string, type: string): string {
  return dialect === 'postgres' ? `CAST(${value} AS ${type})` : value
}

test('JSON of PostgreSQL is found by the JSON that it is equal to, however it is written', async () => {
  await using database = await createDatabase(
    'postgres',
    `CREATE TABLE rows (id INT PRIMARY KEY, held JSONB);
     CREATE TABLE targets (id INT PRIMARY KEY, held JSONB);
     INSERT INTO rows VALUES (1, '{"b": [1, "x"], "a": 1.50}'), (2, '"x"'), (3, '7'), (4, '{"a": 2}'), (5, NULL);
     INSERT INTO targets VALUES (1, '{"a":1.5,"b":[1,"x"]}'), (2, '"x"'), (3, '7.0'), (4, '{"a": 3}');`,
  )
  const schema = `extend schema @source(name: "db", sql: { url: "{$env.DB_URL}" })
    type Query { rows: [Row!] @sql(orderBy: "id") }
    type Row @sql(table: "rows") {
      one: Target @sql(where: { held: "{$this.held}" })
      list: [Target!] @sql(where: { held: "{$this.held}" }, limit: 1)
      page: TargetConnection @sql(where: { held: "{$this.held}" })
    }
    type Target @sql(table: "targets") { id: Int! }`
  await using gateway = await startTestGateway({ schema, environment: { DB_URL: database.url } })
  const { body } = await gateway.query('{ rows { one { id } list { id } page { nodes { id } } } }')
  const found = (nodes: readonly { id: number }[]) => ({ one: nodes[0] ?? null, list: nodes, page: { nodes } })
  expect(body).toEqual({ data: { rows: [...[1, 2, 3].map(id => found([{ id }])), found([]), found([])] } })
})

for (const dialect of ['sqlite', 'mariadb'] as const)
  test(`A flag is found in a column of text by its number (${dialect})`, async () => {
    await using database = await createDatabase(
      dialect,
      `CREATE TABLE items (id INT PRIMARY KEY, flag TINYINT(1));
       CREATE TABLE states (code VARCHAR(5) PRIMARY KEY);
       INSERT INTO items VALUES (1, 1), (2, 0), (3, 2), (4, 3), (5, NULL);
       INSERT INTO states VALUES ('0'), ('1'), ('2'), ('true');`,
    )
    const schema = `extend schema @source(name: "db", sql: { url: "{$env.DB_URL}" })
      type Query { items: [Item!] @sql(orderBy: "id") }
      type Item @sql(table: "items") { state: State @map(from: "flag") }
      type State @sql(table: "states", key: "code") { code: String! }`
    await using gateway = await startTestGateway({ schema, environment: { DB_URL: database.url } })
    const { body } = await gateway.query('{ items { state { code } } }')
    expect(body).toEqual({
      data: { items: ['1', '0', '2', null, null].map(code => ({ state: code === null ? null : { code } })) },
    })
  })
