import { groupBy } from '../group-by.mjs'
import { openApi, queryOf } from '../upstream.mjs'

const accounts = openApi('ACCOUNTS_URL')
const products = openApi('PRODUCTS_URL')
const inventory = openApi('INVENTORY_URL')
const reviews = openApi('REVIEWS_URL')

/** What is loaded for one request, each key once. */
class Store {
  #authorization
  users = new Map()
  products = new Map()
  stock = new Map()
  reviewsOfUsers = new Map()
  reviewsOfProducts = new Map()

  constructor(authorization) {
    this.#authorization = authorization
  }

  async loadUsers(ids) {
    const missing = missingOf(ids, this.users)
    if (missing.length === 0) return
    for (const user of await accounts(`/users?${queryOf('id', missing)}`, this.#authorization))
      this.users.set(user.id, user)
  }

  async loadProducts(upcs) {
    const missing = missingOf(upcs, this.products)
    if (missing.length === 0) return
    for (const product of await products(`/products?${queryOf('upc', missing)}`, this.#authorization))
      this.products.set(product.upc, product)
  }

  async loadStock(all) {
    const missing = all.filter(({ upc }) => !this.stock.has(upc))
    if (missing.length === 0) return
    const parameters = ['upc', 'price', 'weight'].map(name =>
      queryOf(
        name,
        missing.map(product => product[name]),
      ),
    )
    const { items } = await inventory(`/inventory?${parameters.join('&')}`, this.#authorization)
    for (const item of items) this.stock.set(item.upc, item)
  }

  loadReviewsOfUsers(ids) {
    return this.#loadReviews(ids, 'userId', this.reviewsOfUsers, ({ userId }) => userId)
  }

  loadReviewsOfProducts(upcs) {
    return this.#loadReviews(upcs, 'upc', this.reviewsOfProducts, ({ productUpc }) => productUpc)
  }

  async #loadReviews(keys, name, known, keyOf) {
    const missing = missingOf(keys, known)
    if (missing.length === 0) return
    const found = groupBy(await reviews(`/reviews?${queryOf(name, missing)}`, this.#authorization), keyOf)
    for (const key of missing) known.set(key, found.get(key) ?? [])
  }
}

function missingOf(keys, known) {
  return [...new Set(keys)].filter(key => !known.has(key))
}

const answer = async authorization => {
  const store = new Store(authorization)
  const [users, top] = await Promise.all([
    accounts('/users', authorization).then(async found => {
      await store.loadReviewsOfUsers(found.map(({ id }) => id))
      return found
    }),
    products('/products/top?first=5', authorization).then(async found => {
      const upcs = found.map(({ upc }) => upc)
      await Promise.all([store.loadStock(found), store.loadReviewsOfProducts(upcs)])
      return found
    }),
  ])
  const reviewsOf = upcs => upcs.flatMap(upc => store.reviewsOfProducts.get(upc))
  const reviewed = [...store.reviewsOfUsers.values()].flat().map(({ productUpc }) => productUpc)
  const authors = reviewsOf(top.map(({ upc }) => upc)).map(({ authorId }) => authorId)
  await Promise.all([store.loadProducts(reviewed), store.loadUsers(authors)])
  await Promise.all([store.loadStock([...store.products.values()]), store.loadReviewsOfProducts(reviewed)])
  await store.loadUsers(reviewsOf(reviewed).map(({ authorId }) => authorId))
  await store.loadReviewsOfUsers([...store.users.keys()])
  await store.loadProducts([...store.reviewsOfUsers.values()].flat().map(({ productUpc }) => productUpc))
  await store.loadStock([...store.products.values()])

  const productOf = ({ upc, name, price, weight }) => {
    const { inStock, shippingEstimate } = store.stock.get(upc)
    return { inStock, name, price, shippingEstimate, upc, weight }
  }
  const userOf = ({ id, username, name }) => ({ id, username, name })
  const writers = new Map()
  const writerOf = id => {
    const kept = writers.get(id)
    if (kept) return kept
    const own = store.reviewsOfUsers.get(id).map(review => ({
      id: review.id,
      body: review.body,
      product: productOf(store.products.get(review.productUpc)),
    }))
    const made = { ...userOf(store.users.get(id)), reviews: own }
    writers.set(id, made)
    return made
  }
  const reviewsWithWriters = upc =>
    store.reviewsOfProducts.get(upc).map(({ id, body, authorId }) => ({ id, body, author: writerOf(authorId) }))
  return {
    users: users.map(user => ({
      ...userOf(user),
      reviews: store.reviewsOfUsers.get(user.id).map(({ id, body, productUpc }) => ({
        id,
        body,
        product: { ...productOf(store.products.get(productUpc)), reviews: reviewsWithWriters(productUpc) },
      })),
    })),
    topProducts: top.map(product => ({ ...productOf(product), reviews: reviewsWithWriters(product.upc) })),
  }
}

export const endpoints = { w8: answer, 'w8-delayed': answer, 'w8-burst': answer }
