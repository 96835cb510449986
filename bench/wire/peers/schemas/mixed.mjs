import DataLoader from 'dataloader'
import { marksFor, openDatabase } from '../database.mjs'
import { groupBy } from '../group-by.mjs'
import { openApi, queryOf } from '../upstream.mjs'

const get = openApi('API_URL')
const run = openDatabase()

export const typeDefs = /* GraphQL */ `
  type Query {
    posts: [Post!]
  }
  type Post {
    id: ID!
    title: String!
    author: User
  }
  type User {
    id: ID!
    name: String!
    email: String!
    posts: [Post!]
  }
`

/** Of one request. */
export function createContext(authorization) {
  const users = new DataLoader(async ids => {
    const rows = await run(`SELECT id, name, email FROM users WHERE id IN (${marksFor(ids)})`, ids)
    const byId = new Map(rows.map(row => [row.id, row]))
    return ids.map(id => byId.get(id) ?? null)
  })
  const posts = new DataLoader(async ids => {
    const byUser = groupBy(await get(`/posts?${queryOf('userId', ids)}`, authorization), ({ userId }) => userId)
    return ids.map(id => byUser.get(id) ?? [])
  })
  return { authorization, users, posts }
}

export const resolvers = {
  Query: { posts: (_, __, { authorization }) => get('/posts', authorization) },
  Post: { author: (post, _, { users }) => users.load(post.userId) },
  User: { posts: (user, _, { posts }) => posts.load(user.id) },
}
