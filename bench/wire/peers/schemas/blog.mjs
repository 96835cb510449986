import DataLoader from 'dataloader'
import { openApi, queryOf } from '../upstream.mjs'

const get = openApi('API_URL')
const getSlow = openApi('SLOW_URL')

export const typeDefs = /* GraphQL */ `
  type Query {
    posts: [Post!]
    weather: Weather
  }
  type Post {
    id: ID!
    userId: ID!
    title: String!
    user: User
  }
  type User {
    id: ID!
    name: String!
    email: String!
  }
  type Weather {
    degrees: Float!
  }
`

/** Of one request. */
export function createContext(authorization) {
  const users = new DataLoader(async ids => {
    const found = await get(`/users?${queryOf('id', ids)}`, authorization)
    const byId = new Map(found.map(user => [user.id, user]))
    return ids.map(id => byId.get(id) ?? null)
  })
  return { authorization, users }
}

export const resolvers = {
  Query: {
    posts: (_, __, { authorization }) => get('/posts', authorization),
    weather: (_, __, { authorization }) => getSlow('/weather', authorization),
  },
  Post: { user: (post, _, { users }) => users.load(post.userId) },
}
