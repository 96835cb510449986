/** What the sources of the schema are called. */
export const SOURCES = ['blog', 'talk', 'db'] as const
export type SourceName = (typeof SOURCES)[number]

/** Milliseconds: small, so that many faults fit into a short round. */
export const BUDGET = 1_500
export const CIRCUIT_PAUSE = 300
export const POOL_SIZE = 8

const HTTP = `
  headers: ["Authorization: {$headers.authorization}"]
  timeout: "400ms"
  connectTimeout: "300ms"
  circuitPause: "${CIRCUIT_PAUSE}ms"
`

/** Two APIs and a database, joined both ways; the client's token goes on to all three. */
export const SCHEMA = /* GraphQL */ `
  extend schema
    @source(name: "blog", http: { baseURL: "{$env.BLOG_URL}" ${HTTP} })
    @source(name: "talk", http: { baseURL: "{$env.TALK_URL}" ${HTTP} })
    @source(name: "db", sql: { url: "{$env.DB_URL}", timeout: "600ms", poolSize: ${POOL_SIZE} })

  type Query {
    post(id: ID!): Post @http(source: "blog", GET: "/posts/{$args.id}")
    posts(from: Int!, to: Int!): [Post!] @http(source: "blog", GET: "/posts?from={$args.from}&to={$args.to}")
    me: Session @http(source: "talk", GET: "/me")
    user(id: ID!): User @sql(where: { id: "{$args.id}" })
    users(ids: [ID!]!): [User!] @sql(where: { id: "{$args.ids}" }, orderBy: "id")
    secrets: [Secret!] @sql(orderBy: "id")
  }
  type Mutation {
    mark(token: String!): Mark @http(source: "blog", POST: "/marks", body: { token: "{$args.token}" })
    enter(token: String!, userId: ID!): Entry @sql(insert: { token: "{$args.token}", user_id: "{$args.userId}" })
    change(token: String!, id: ID!): Place @sql(update: { token: "{$args.token}" }, where: { id: "{$args.id}" })
  }
  type Post @http(source: "blog", GET: "/posts?id={$batch.id}", by: "id") {
    id: ID!
    title: String!
    seenBy: String!
    author: User @map(from: "userId")
    comments: [Comment!] @http(source: "talk", GET: "/comments?postId={$batch.id}", by: "postId")
  }
  type Comment {
    id: ID!
    body: String!
    seenBy: String!
    author: User @map(from: "userId")
    post: Post @map(from: "postId")
  }
  type User @sql(table: "users", key: "id") {
    id: ID!
    name: String!
    posts: [Post!] @http(source: "blog", GET: "/posts?userId={$batch.id}", by: "userId")
    notes: [Note!] @sql(where: { user_id: "{$this.id}" }, orderBy: "id")
  }
  type Note @sql(table: "notes", key: "id") {
    id: ID!
    text: String!
    user: User @map(from: "user_id")
  }
  type Secret @sql(table: "secrets", key: "id", where: { owner: "{$headers.x-user}" }) {
    id: ID!
    text: String!
  }
  type Session {
    seenBy: String!
  }
  type Mark {
    token: String!
    seenBy: String!
  }
  type Entry @sql(table: "entries", key: "id") {
    token: String!
    user: User @map(from: "user_id")
  }
  type Place @sql(table: "places", key: "id") {
    id: ID!
    token: String!
  }
`
