import { boolean, get, integer, list, object, restSource, string } from './source.mjs'

const user = object('User', { id: string, name: string, username: string })
const product = object('Product', { upc: string, name: string, price: integer, weight: integer })
const review = object('Review', { id: string, body: string, productUpc: string, authorId: string, userId: string })
const item = object('Item', { upc: string, inStock: boolean, shippingEstimate: integer })

const join = (type, field, returns, sourceName, query, keyField, keysArg, valueKeyField) => `
  extend type ${type} {
    ${field}: ${returns}
      @resolveTo(
        sourceName: "${sourceName}"
        sourceTypeName: "Query"
        sourceFieldName: "${query}"
        keyField: "${keyField}"
        keysArg: "${keysArg}"
        valueKeyField: "${valueKeyField}"
      )
  }
`

export const composeConfig = {
  ignoreSemanticConventions: true,
  subgraphs: [
    restSource('accounts', 'ACCOUNTS_URL', [
      get('users', '/users', list(user)),
      get('usersById', '/users', list(user), { id: string }),
    ]),
    restSource('products', 'PRODUCTS_URL', [
      get('topProducts', '/products/top?first=5', list(product)),
      get('productsByUpc', '/products', list(product), { upc: string }),
    ]),
    restSource('inventory', 'INVENTORY_URL', [
      get('inventory', '/inventory', object('Inventory', { items: list(item) }), {
        upc: string,
        price: integer,
        weight: integer,
      }),
    ]),
    restSource('reviews', 'REVIEWS_URL', [
      get('reviewsOfUsers', '/reviews', list(review), { userId: string }),
      get('reviewsOfProducts', '/reviews', list(review), { upc: string }),
    ]),
  ],
  additionalTypeDefs: [
    join('User', 'reviews', '[Review]', 'reviews', 'reviewsOfUsers', 'id', 'userId', 'userId'),
    join('Product', 'reviews', '[Review]', 'reviews', 'reviewsOfProducts', 'upc', 'upc', 'productUpc'),
    join('Review', 'product', 'Product', 'products', 'productsByUpc', 'productUpc', 'upc', 'upc'),
    join('Review', 'author', 'User', 'accounts', 'usersById', 'authorId', 'id', 'id'),
    'extend type Product { inStock: Boolean shippingEstimate: Int }',
  ].join('\n'),
}

/** Both fields ask alike, so that one call answers them. */
const stock = read => ({
  selectionSet: '{ upc price weight }',
  resolve: async ({ upc, price, weight }, _, context, info) => {
    const found = await context.inventory.Query.inventory({
      key: { upc, price, weight },
      argsFromKeys: keys => ({
        upc: keys.map(key => key.upc),
        price: keys.map(key => key.price),
        weight: keys.map(key => key.weight),
      }),
      selectionSet: '{ items { upc inStock shippingEstimate } }',
      valuesFromResults: ({ items }) => items,
      context,
      info,
    })
    return read(found)
  },
})

export const additionalResolvers = {
  Product: {
    inStock: stock(({ inStock }) => inStock),
    shippingEstimate: stock(({ shippingEstimate }) => shippingEstimate),
  },
}
