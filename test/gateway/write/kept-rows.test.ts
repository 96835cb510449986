import { describe, expect, test } from 'vitest'
import { COUNTED_KEY, createDatabase, DIALECTS, type Dialect, inDialect } from '../../support/dialects.ts'
import { startTestGateway } from '../../support/gateway.ts'
import { writesOf } from './writes-of.ts'

const SCHEMA = `extend schema @source(name: "db", sql: { url: "{$env.DB_URL}" })
type Query { tags: [Tag!] @sql(orderBy: "name") }
type Mutation {
  ensure(name: String!, color: String): Tag
    @sql(insert: { name: "{$args.name}", color: "{$args.color}" }, on: ["name"])
  ensureAll(tags: [NewTag!]!): [Tag!] @sql(insert: "{$args.tags}", on: ["name"])
  count(tags: [NewTag!]!): Int @sql(type: "Tag", insert: "{$args.tags}", on: ["name"])
  isNew(name: String!): Boolean @sql(type: "Tag", insert: { name: "{$args.name}" }, on: ["name"])
  mine(name: String!): Own @sql(insert: { name: "{$args.name}" }, on: ["name"])
}
input NewTag { name: String! color: String }
type Tag @sql(table: "tags") { id: ID! name: String! color: String }
type Own @sql(table: "tags", where: { owner: "{$headers.x-owner}" }) { id: ID! name: String! }
`

const tableOf = (
  dialect: Dialect,
) => `CREATE TABLE tags (id ${COUNTED_KEY[dialect]}, name VARCHAR(20) NOT NULL UNIQUE, color VARCHAR(20),
  owner VARCHAR(9)); INSERT INTO tags (name, color, owner) VALUES ('red', 'f00', 'ann')`

describe.for(DIALECTS)('An insert keeps a row that is there (%s)', dialect => {
  test('and answers it, or how many were new', async () => {
    await using database = await createDatabase(dialect, tableOf(dialect))
    await using gateway = await startTestGateway({ schema: SCHEMA, environment: { DB_URL: database.url } })
    const { body } = await gateway.query(`mutation {
      there: ensure(name: "red", color: "x") { id color } made: ensure(name: "blue", color: "00f") { color }
      all: ensureAll(tags: [{ name: "tan" }, { name: "red", color: "y" }, { name: "tan", color: "z" }]) { name color }
      count(tags: [{ name: "tan" }, { name: "pink" }, { name: "gold" }]) old: isNew(name: "gold") new: isNew(name: "teal")
    }`)
    expect(body).toEqual({
      data: {
        ...{ there: { id: '1', color: 'f00' }, made: { color: '00f' }, count: 2, old: false, new: true },
        all: [
          { name: 'tan', color: null },
          { name: 'red', color: 'f00' },
          { name: 'tan', color: null },
        ],
      },
    })
    expect(writesOf(gateway).slice(0, 2)).toEqual(
      ['insert into "tags" ("name", "color") values (?, ?)', 'insert into "tags" ("name") values (?)'].map(text =>
        inDialect(dialect, text),
      ),
    )
  })

  test('but that of another tenant is taken, and is not shown', async () => {
    await using database = await createDatabase(dialect, tableOf(dialect))
    await using gateway = await startTestGateway({ schema: SCHEMA, environment: { DB_URL: database.url } })
    const ask = (owner: string) => gateway.query('mutation { mine(name: "red") { id } }', {}, { 'x-owner': owner })
    expect((await ask('ann')).body).toEqual({ data: { mine: { id: '1' } } })
    expect((await ask('bob')).body).toMatchObject({
      data: { mine: null },
      errors: [{ extensions: { code: 'BAD_USER_INPUT' } }],
    })
  })

  test('and of many at once that want the same, one makes it', async () => {
    await using database = await createDatabase(dialect, tableOf(dialect))
    await using gateway = await startTestGateway({ schema: SCHEMA, environment: { DB_URL: database.url } })
    const writers = Array.from({ length: 10 }, () => gateway.query('mutation { ensure(name: "lime") { id } }'))
    const ids = (await Promise.all(writers)).map(
      ({ body }) => (body as { data: { ensure: { id: string } } }).data.ensure.id,
    )
    expect(new Set(ids).size).toBe(1)
    expect(await database.run("SELECT id FROM tags WHERE name = 'lime'")).toHaveLength(1)
  })
})
