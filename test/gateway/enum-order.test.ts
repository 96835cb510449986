import { expect, test } from 'vitest'
import { createDatabase, DIALECTS, type Dialect } from '../support/dialects.ts'
import { startTestGateway, type TestGateway } from '../support/gateway.ts'

/** Enums in an order that is not that of their texts. */
const TABLES: Readonly<Record<Dialect, string>> = {
  mariadb:
    "CREATE TABLE films (id INTEGER PRIMARY KEY, r ENUM('G', 'PG', 'R', 'NC-17'), s SET('z', 'm', 'a'), j JSON);",
  postgres: `CREATE TYPE rating AS ENUM ('G', 'PG', 'R', 'NC-17');
    CREATE TABLE films (id INTEGER PRIMARY KEY, r rating, s TEXT, j JSON);`,
  sqlite: 'CREATE TABLE films (id INTEGER PRIMARY KEY, r TEXT, s TEXT, j JSON);',
}
const ROWS = `INSERT INTO films VALUES (1, 'R', 'z', '1'), (2, 'NC-17', 'm', '[1]'), (3, 'G', 'a', NULL),
  (4, 'PG', 'z,a', 'null'), (5, 'R', NULL, '{}'), (6, NULL, 'z,m', '"x"'), (7, 'NC-17', 'a', '2')`
const SCHEMA = `
  extend schema @source(name: "db", sql: { url: "{$env.DB_URL}" })
  type Query {
    films(first: Int, after: String, last: Int, before: String, orderBy: [FilmOrder!]): FilmConnection @sql
  }
  type Film @sql(table: "films") { id: ID! r: String s: String j: String }
`

for (const dialect of DIALECTS)
  test(`Pages in the order of an enum have every row once, in the order of the whole list (${dialect})`, async () => {
    await using database = await createDatabase(dialect, `${TABLES[dialect]} ${ROWS}`)
    await using gateway = await startTestGateway({ schema: SCHEMA, environment: { DB_URL: database.url } })
    for (const order of [
      '{ r: ASC }',
      '{ r: DESC }',
      '{ s: ASC }',
      '{ r: DESC }, { s: ASC }',
      '{ s: DESC }, { r: ASC }',
    ]) {
      const all = await ids(gateway, `orderBy: [${order}]`)
      expect(new Set(all.ids).size).toBe(7)
      for (const size of [1, 2, 3]) {
        expect(await walk(gateway, order, size, 'first')).toEqual(all.ids)
        expect(await walk(gateway, order, size, 'last')).toEqual(all.ids)
      }
    }
  })

const NO_ORDER = 'A page can not be in the order of JSON or of a list.'

for (const dialect of DIALECTS)
  test(`A page is not in the order of JSON, which has none (${dialect})`, async () => {
    await using database = await createDatabase(dialect, `${TABLES[dialect]} ${ROWS}`)
    const environment = { DB_URL: database.url }
    await using gateway = await startTestGateway({ schema: SCHEMA, environment })
    // PostgreSQL can not even compare it.
    const message = dialect === 'postgres' ? 'Rows can not be in the order of a value that has none.' : NO_ORDER
    expect((await gateway.query('{ films(orderBy: [{ j: ASC }]) { nodes { id } } }')).body).toMatchObject({
      data: { films: null },
      errors: [{ message, extensions: { code: 'BAD_USER_INPUT' } }],
    })
    const schema = SCHEMA.replace('FilmConnection @sql', 'FilmConnection @sql(orderBy: "j")')
    await expect(startTestGateway({ schema, environment })).rejects.toMatchObject({
      problems: expect.arrayContaining([
        expect.objectContaining({
          coordinate: 'Query.films',
          message: expect.stringContaining('can\'t be in the order of "j"'),
        }),
      ]),
    })
  })

interface Page {
  readonly ids: readonly string[]
  readonly start: string
  readonly end: string
}

async function ids(gateway: TestGateway, args: string): Promise<Page> {
  const query = `{ films(${args}) { nodes { id } pageInfo { startCursor endCursor } } }`
  const { body } = (await gateway.query(query)) as {
    body: { data: { films: { nodes: { id: string }[]; pageInfo: { startCursor: string; endCursor: string } } } }
  }
  const { nodes, pageInfo } = body.data.films
  return { ids: nodes.map(({ id }) => id), start: pageInfo.startCursor, end: pageInfo.endCursor }
}

/** The rows of all pages, in the order of the list. More pages than rows there can't be. */
async function walk(gateway: TestGateway, order: string, size: number, end: 'first' | 'last'): Promise<string[]> {
  let found: string[] = []
  let cursor = ''
  for (let pages = 0; pages < 9; pages++) {
    const page = await ids(gateway, `${end}: ${size}, orderBy: [${order}]${cursor}`)
    if (page.ids.length === 0) break
    found = end === 'first' ? [...found, ...page.ids] : [...page.ids, ...found]
    cursor = end === 'first' ? `, after: "${page.end}"` : `, before: "${page.start}"`
  }
  return found
}
