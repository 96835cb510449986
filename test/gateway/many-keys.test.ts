import { expect, test } from 'vitest'
import { createDatabase, DIALECTS } from '../support/dialects.ts'
import { startTestGateway } from '../support/gateway.ts'

/** More than a statement of SQLite, or of MySQL, may have placeholders. */
const COUNT = 70_000
/** Most keys of one statement. */
const CHUNK = 8_192

const DIGITS = Array.from({ length: 10 }, (_, digit) => `(${digit})`).join()

const ITEMS = `
  CREATE TABLE digits (d INTEGER);
  INSERT INTO digits VALUES ${DIGITS};
  CREATE TABLE items (id INTEGER NOT NULL PRIMARY KEY);
  INSERT INTO items
    SELECT a.d + 10 * b.d + 100 * c.d + 1000 * e.d + 10000 * f.d
    FROM digits a, digits b, digits c, digits e, digits f WHERE f.d < 7;`

const SCHEMA = `
  extend schema @source(name: "db", sql: { url: "{$env.DB_URL}", maxRows: ${COUNT} })
  type Query { items: [Item!] @sql(orderBy: "id") }
  type Item @sql(table: "items") { id: ID!  same: Item @sql(where: { id: "{$this.id}" }) }`

for (const dialect of DIALECTS)
  test(`A level of more keys than a statement may have values is asked in chunks on ${dialect}`, async () => {
    await using database = await createDatabase(dialect, ITEMS)
    await using gateway = await startTestGateway({
      schema: SCHEMA,
      environment: { DB_URL: database.url },
      config: { requestTimeout: 120_000 },
    })
    const { body } = await gateway.query('{ items { id same { id } } }')
    const { data, errors } = body as {
      data: { items: { id: string; same: { id: string } | null }[] }
      errors?: unknown
    }
    expect(errors).toBeUndefined()
    expect(data.items.length).toBe(COUNT)
    expect(data.items.filter(({ id, same }) => same?.id !== id)).toEqual([])
    const statements = gateway.log.filter(({ source, text }) => source === 'db' && typeof text === 'string')
    expect(statements.length).toBe(1 + Math.ceil(COUNT / CHUNK))
  }, 120_000)
