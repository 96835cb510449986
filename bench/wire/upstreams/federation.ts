import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Route } from './json-api.ts'

interface Data {
  readonly users: readonly { readonly id: string }[]
  readonly products: readonly { readonly upc: string }[]
  readonly stock: Readonly<Record<string, boolean>>
  readonly reviews: readonly { readonly id: string; readonly productUpc: string }[]
}

/** The data of the published benchmark of federation gateways (github.com/ChilliCream/graphql-gateway-benchmarks). */
const { users, products, stock, reviews }: Data = JSON.parse(
  readFileSync(join(import.meta.dirname, 'federation.json'), 'utf8'),
)

type Routes = Readonly<Record<string, Route>>

/** The four services of that benchmark as JSON APIs. */
export const ACCOUNTS_ROUTES: Routes = {
  '/users': ({ searchParams }) => {
    const ids = searchParams.getAll('id')
    return ids.length === 0 ? users : users.filter(({ id }) => ids.includes(id))
  },
}

export const PRODUCTS_ROUTES: Routes = {
  '/products': ({ searchParams }) => products.filter(({ upc }) => searchParams.getAll('upc').includes(upc)),
  '/products/top': ({ searchParams }) => products.slice(0, Number(searchParams.get('first'))),
}

export const INVENTORY_ROUTES: Routes = {
  '/inventory': ({ searchParams }) => {
    const [prices, weights] = [searchParams.getAll('price'), searchParams.getAll('weight')].map(all => all.map(Number))
    const items = searchParams.getAll('upc').map((upc, at) => ({
      upc,
      inStock: stock[upc],
      shippingEstimate: (prices?.[at] ?? 0) > 1_000 ? 0 : Math.trunc((weights?.[at] ?? 0) / 2),
    }))
    return { items }
  },
}

export const REVIEWS_ROUTES: Routes = {
  '/reviews': ({ searchParams }) => [
    // As there, each user has the first two reviews, whoever wrote them.
    ...searchParams.getAll('userId').flatMap(userId => reviews.slice(0, 2).map(review => ({ ...review, userId }))),
    ...searchParams.getAll('upc').flatMap(upc => reviews.filter(({ productUpc }) => productUpc === upc)),
  ],
}
