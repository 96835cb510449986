import DataLoader from 'dataloader'
import { groupBy } from '../group-by.mjs'
import { openApi, queryOf } from '../upstream.mjs'

const accounts = openApi('ACCOUNTS_URL')
const products = openApi('PRODUCTS_URL')
const inventory = openApi('INVENTORY_URL')
const reviews = openApi('REVIEWS_URL')

export const typeDefs = /* GraphQL */ `
  type Query {
    users: [User]
    topProducts(first: Int = 5): [Product]
  }
  type User {
    id: ID!
    name: String
    username: String
    reviews: [Review]
  }
  type Product {
    upc: String!
    weight: Int
    price: Int
    name: String
    inStock: Boolean
    shippingEstimate: Int
    reviews: [Review]
  }
  type Review {
    id: ID!
    body: String
    product: Product
    author: User
  }
`

/** Of one request. */
export function createContext(authorization) {
  const byKey = async (keys, loading, keyOf) => {
    const found = new Map((await loading).map(item => [keyOf(item), item]))
    return keys.map(key => found.get(key) ?? null)
  }
  const listsByKey = async (keys, loading, keyOf) => {
    const found = groupBy(await loading, keyOf)
    return keys.map(key => found.get(key) ?? [])
  }
  return {
    authorization,
    users: new DataLoader(ids => byKey(ids, accounts(`/users?${queryOf('id', ids)}`, authorization), ({ id }) => id)),
    products: new DataLoader(upcs =>
      byKey(upcs, products(`/products?${queryOf('upc', upcs)}`, authorization), ({ upc }) => upc),
    ),
    stock: new DataLoader(
      async all => {
        const parameters = ['upc', 'price', 'weight'].map(name =>
          queryOf(
            name,
            all.map(product => product[name]),
          ),
        )
        const { items } = await inventory(`/inventory?${parameters.join('&')}`, authorization)
        return items
      },
      { cacheKeyFn: ({ upc }) => upc },
    ),
    reviewsOfUsers: new DataLoader(ids =>
      listsByKey(ids, reviews(`/reviews?${queryOf('userId', ids)}`, authorization), ({ userId }) => userId),
    ),
    reviewsOfProducts: new DataLoader(upcs =>
      listsByKey(upcs, reviews(`/reviews?${queryOf('upc', upcs)}`, authorization), ({ productUpc }) => productUpc),
    ),
  }
}

export const resolvers = {
  Query: {
    users: (_, __, { authorization }) => accounts('/users', authorization),
    topProducts: (_, { first }, { authorization }) => products(`/products/top?first=${first}`, authorization),
  },
  User: { reviews: (user, _, context) => context.reviewsOfUsers.load(user.id) },
  Product: {
    inStock: async (product, _, { stock }) => (await stock.load(product)).inStock,
    shippingEstimate: async (product, _, { stock }) => (await stock.load(product)).shippingEstimate,
    reviews: (product, _, context) => context.reviewsOfProducts.load(product.upc),
  },
  Review: {
    product: (review, _, context) => context.products.load(review.productUpc),
    author: (review, _, context) => context.users.load(review.authorId),
  },
}
