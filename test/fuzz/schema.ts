import type { Dialect } from '../support/dialects.ts'

/** The fields over the items of one database. */
function itemFields(type: string, name: string): string {
  return `
    ${name}Item(id: ID!): ${type} @sql(where: { id: "{$args.id}" })
    ${name}Items(where: ${type}Filter, orderBy: [${type}Order!], limit: Int, offset: Int): [${type}!] @sql
    ${name}Pages(first: Int, after: String, last: Int, before: String, where: ${type}Filter, orderBy: [${type}Order!]): ${type}Connection @sql`
}

function itemMutations(type: string, name: string): string {
  return `
    ${name}Add(name: String, amount: Int, at: DateTime): ${type}
      @sql(insert: { name: "{$args.name}", amount: "{$args.amount}", at: "{$args.at}" })
    ${name}Rename(id: ID!, name: String!): ${type} @sql(update: { name: "{$args.name}" }, where: { id: "{$args.id}" })`
}

function itemType(type: string, source: Dialect): string {
  return `
  type ${type} @sql(source: "${source}", table: "items", key: "id") {
    id: ID!
    name: String
    amount: Int
    at: DateTime
    thing: Thing @map(from: "amount")
  }`
}

/** Something of each kind: every place of a template, all scalars, joins both ways, pages, filters and writes on each database. */
export const SCHEMA = /* GraphQL */ `
  extend schema
    @source(
      name: "api"
      http: {
        baseURL: "{$env.API_URL}?key={$env.API_KEY}"
        headers: ["Authorization: Bearer {$env.API_TOKEN}", "X-Client: {$headers.x-client}", "X-Session: {$headers.cookie}"]
        timeout: "400ms"
        circuitFailures: 0
        redirects: SAME_ORIGIN
      }
    )
    @source(name: "well", http: { baseURL: "{$env.API_URL}", timeout: "20s" })
    @source(name: "sqlite", sql: { url: "{$env.SQLITE_URL}" })
    @source(name: "mariadb", sql: { url: "{$env.MARIADB_URL}" })
    @source(name: "postgres", sql: { url: "{$env.POSTGRES_URL}" })

  scalar DateTime
  scalar BigInt
  scalar JSON

  type Query {
    calm: String @http(source: "well", GET: "/calm")
    thing(id: ID!): Thing @http(source: "api", GET: "/things/{$args.id}")
    things(ids: [ID!], limit: Int = 10, kind: Kind, at: DateTime, flag: Boolean, ratio: Float, big: BigInt): [Thing!]
      @http(source: "api", GET: "/things?id={$args.ids}&n={$args.limit}&kind={$args.kind}&at={$args.at}&flag={$args.flag}&ratio={$args.ratio}&big={$args.big}")
    deep(parts: [String!]!): Thing @http(source: "api", GET: "/deep/{$args.parts | path}")
    joined(parts: [String!]!, text: String): [Thing!] @http(source: "api", GET: "/joined?q={$args.parts | join ','}&t={$args.text | lower}")
    search(text: String!, filter: Search): [Hit!]
      @http(source: "api", POST: "/search", body: { text: "{$args.text}", filter: "{$args.filter}" }, select: "result.items?")
    feed(first: Int, after: String): ThingConnection
      @http(source: "api", GET: "/feed", select: "items", pages: { cursor: "after", from: "next", size: "limit" })
    numbered: [Thing!] @http(source: "api", GET: "/numbered", pages: { page: "page", size: "per_page" })
    any(value: JSON): JSON @http(source: "api", POST: "/any", body: { value: "{$args.value}" })
    matrix: [[Int]] @http(source: "api", GET: "/matrix")
    rare: String @http(source: "api", GET: "/rare") @rateLimit(limit: 20, window: "1s")
    ${itemFields('LiteItem', 'lite')}
    ${itemFields('MariaItem', 'maria')}
    ${itemFields('PgItem', 'pg')}
  }
  type Mutation {
    put(input: Search!, note: String): Thing
      @http(source: "api", PUT: "/things", body: "{$args.input}", headers: ["X-Note: {$args.note}"])
    drop(id: ID!): Boolean @http(source: "api", DELETE: "/things/{$args.id}")
    ${itemMutations('LiteItem', 'lite')}
    ${itemMutations('MariaItem', 'maria')}
    ${itemMutations('PgItem', 'pg')}
  }
  enum Kind { ONE TWO THREE }
  input Search {
    text: String
    kind: Kind = ONE
    numbers: [Float!]
    inner: Search
    range: [[Int!]]
    at: DateTime
    any: JSON
  }
  interface Named { id: ID, name: String }
  union Hit = Thing | Other
  type Thing implements Named @http(source: "api", GET: "/things?id={$batch.id}", by: "id") {
    id: ID
    name: String
    kind: Kind
    count: Int
    ratio: Float
    flag: Boolean
    at: DateTime
    big: BigInt
    any: JSON
    tags: [String!]
    must: String!
    named: Named
    parent: Thing @map(from: "parentId")
    children: [Thing!] @http(source: "api", GET: "/children?parent={$batch.id}", by: "parentId")
    next: Thing @http(source: "api", GET: "{$this.link}")
    lite: LiteItem @map(from: "itemId")
    maria: MariaItem @map(from: "itemId")
    pg: PgItem @map(from: "itemId")
  }
  type Other implements Named { id: ID, name: String, size: Int! }
  ${itemType('LiteItem', 'sqlite')}
  ${itemType('MariaItem', 'mariadb')}
  ${itemType('PgItem', 'postgres')}
`

const ROWS = `INSERT INTO items (name, amount) VALUES ('one', 1), ('two', 2), ('O''Neil %_\\', 3), ('', NULL), (NULL, 5);`

/** What each database is filled with. */
export const TABLES: Readonly<Record<Dialect, string>> = {
  sqlite: `CREATE TABLE items (id INTEGER PRIMARY KEY, name TEXT, amount INTEGER, at DATETIME); ${ROWS}`,
  mariadb: `CREATE TABLE items (id BIGINT AUTO_INCREMENT PRIMARY KEY, name VARCHAR(200), amount INT, at DATETIME(6));
    SET sql_mode = 'NO_BACKSLASH_ESCAPES'; ${ROWS}`,
  postgres: `CREATE TABLE items (id BIGSERIAL PRIMARY KEY, name VARCHAR(200), amount INT, at TIMESTAMPTZ); ${ROWS}`,
}
