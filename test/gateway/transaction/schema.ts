/** Mutations over one table, with all that can go wrong in a field of a transaction. */
export const SCHEMA = `
  extend schema @source(name: "db", sql: { url: "{$env.DB_URL}", timeout: "20s" })
  type Query { items: [Item!] @sql(orderBy: "id") }
  type Mutation {
    add(id: ID!, n: Int! = 0): Item @sql(insert: { id: "{$args.id}", n: "{$args.n}" })
    change(id: ID!, n: Int!): Item @sql(update: { n: "{$args.n}" }, where: { id: "{$args.id}" })
    mustChange(id: ID!, n: Int!): Item! @sql(update: { n: "{$args.n}" }, where: { id: "{$args.id}" })
    put(id: ID!, n: Int!): Item @sql(upsert: { id: "{$args.id}", n: "{$args.n}" })
    remove(id: ID!): Boolean @sql(type: "Item", delete: true, where: { id: "{$args.id}" })
  }
  type Item @sql(table: "items") { id: ID! n: Int! }
`

/** No two items have the same n, and none has one below 0. */
export const TABLE = `
  CREATE TABLE items (id BIGINT NOT NULL PRIMARY KEY, n INTEGER NOT NULL UNIQUE CHECK (n >= 0));
  INSERT INTO items VALUES (1, 10), (2, 20);
`

export const ITEMS = 'SELECT id, n FROM items ORDER BY id'

export const ROLLED_BACK = {
  message: 'Nothing was changed: another field of the transaction failed.',
  extensions: { code: 'DOWNSTREAM_SERVICE_ERROR', source: 'db', reason: 'db_rolled_back' },
}
