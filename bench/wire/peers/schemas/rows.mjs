import { openApi } from '../upstream.mjs'

const get = openApi('API_URL')

export const typeDefs = /* GraphQL */ `
  type Query {
    rows: [Row!]
    documents: [Document!]
  }
  type Row {
    id: ID!
    name: String!
    email: String!
    age: Int!
    score: Float!
    active: Boolean!
    createdAt: String!
    address: Address!
  }
  type Address {
    street: String!
    city: String!
  }
  type Document {
    id: ID!
    title: String!
    text: String!
  }
`

/** Of one request. */
export function createContext(authorization) {
  return { authorization }
}

export const resolvers = {
  Query: {
    rows: (_, __, { authorization }) => get('/rows', authorization),
    documents: (_, __, { authorization }) => get('/documents', authorization),
  },
}
