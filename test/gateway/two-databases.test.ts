import { expect, test } from 'vitest'
import { createDatabase } from '../support/dialects.ts'
import { createFaultProxy } from '../support/fault-proxy.ts'
import { startTestGateway, type TestGateway } from '../support/gateway.ts'

const SCHEMA = `
  extend schema
    @source(name: "people", sql: { url: "{$env.PEOPLE_URL}", naming: SNAKE_CASE })
    @source(name: "shop", sql: { url: "{$env.SHOP_URL}", naming: SNAKE_CASE })
  type Query {
    users: [User!] @sql(orderBy: "id")
    orders: [Order!] @sql(orderBy: "id")
  }
  type Mutation {
    order(userId: ID!, product: String!): Order
      @sql(insert: { id: 99, userId: "{$args.userId}", product: "{$args.product}" })
  }
  type User @sql(source: "people", table: "users", key: "id") {
    id: ID!
    fullName: String!
    orders(first: Int): [Order!] @sql(where: { userId: "{$this.id}" }, orderBy: "id")
  }
  type Order @sql(source: "shop", table: "orders", key: "id") {
    id: ID!
    userId: ID!
    product: String!
    user: User @map(from: "user_id")
  }
`
const USERS = `
  CREATE TABLE users (id BIGINT PRIMARY KEY, full_name VARCHAR(100) NOT NULL);
  INSERT INTO users VALUES (1, 'Ann'), (9007199254740993, 'Bob'), (3, 'Cid');
`
const ORDERS = `
  CREATE TABLE orders (id BIGINT PRIMARY KEY, user_id BIGINT, product VARCHAR(100) NOT NULL);
  INSERT INTO orders VALUES (1, 9007199254740993, 'Tea'), (2, 1, 'Rye'), (3, 9007199254740993, 'Oats'), (4, 7, 'Salt');
`
const BOTH_WAYS =
  '{ users { fullName orders { product } } orders { product user { fullName orders(first: 1) { id } } } }'

async function startBoth() {
  await using stack = new AsyncDisposableStack()
  const people = stack.use(await createDatabase('mariadb', USERS))
  const shop = stack.use(await createDatabase('postgres', ORDERS))
  const ways = {
    people: stack.use(await createFaultProxy(people.url)),
    shop: stack.use(await createFaultProxy(shop.url)),
  }
  await Promise.all([ways.people.start(), ways.shop.start()])
  const environment = { PEOPLE_URL: ways.people.url, SHOP_URL: ways.shop.url }
  const gateway = stack.use(await startTestGateway({ schema: SCHEMA, environment }))
  const all = stack.move()
  return { gateway, ways, [Symbol.asyncDispose]: () => all.disposeAsync() }
}

async function ask({ query }: TestGateway, text: string): Promise<unknown> {
  return (await query(text)).body
}

function statements({ log }: TestGateway): unknown[] {
  return log.filter(({ msg }) => msg === 'call').map(({ source }) => source)
}

test('Rows of MySQL and of PostgreSQL are joined both ways, each level in one statement', async () => {
  await using both = await startBoth()
  const bob = { fullName: 'Bob', orders: [{ id: '1' }] }
  expect(await ask(both.gateway, BOTH_WAYS)).toEqual({
    data: {
      users: [
        { fullName: 'Ann', orders: [{ product: 'Rye' }] },
        { fullName: 'Cid', orders: [] },
        { fullName: 'Bob', orders: [{ product: 'Tea' }, { product: 'Oats' }] },
      ],
      orders: [
        { product: 'Tea', user: bob },
        { product: 'Rye', user: { fullName: 'Ann', orders: [{ id: '2' }] } },
        { product: 'Oats', user: bob },
        { product: 'Salt', user: null },
      ],
    },
  })
  expect(statements(both.gateway).toSorted()).toEqual(['people', 'people', 'shop', 'shop', 'shop'])

  const order = 'mutation { order(userId: 3, product: "Fig") { user { fullName orders { product } } } }'
  expect(await ask(both.gateway, order)).toEqual({
    data: { order: { user: { fullName: 'Cid', orders: [{ product: 'Fig' }] } } },
  })
})

test('With one database down the other one is served, whichever it is', async () => {
  await using both = await startBoth()
  await both.ways.shop.stop()
  const lost = (source: string) => ({ extensions: { code: 'DOWNSTREAM_SERVICE_ERROR', source, reason: 'db_lost' } })
  expect(await ask(both.gateway, '{ users { fullName orders { id } } }')).toMatchObject({
    data: {
      users: [
        { fullName: 'Ann', orders: null },
        { fullName: 'Cid', orders: null },
        { fullName: 'Bob', orders: null },
      ],
    },
    errors: [lost('shop'), lost('shop'), lost('shop')],
  })
  await both.ways.shop.start()
  await both.ways.people.stop()
  expect(await ask(both.gateway, '{ orders { product user { fullName } } users { id } }')).toMatchObject({
    data: {
      orders: [
        { product: 'Tea', user: null },
        { product: 'Rye', user: null },
        { product: 'Oats', user: null },
        { product: 'Salt', user: null },
      ],
      users: null,
    },
  })
  await both.ways.people.start()
  expect(await ask(both.gateway, '{ users { orders { product } } }')).toEqual({
    data: {
      users: [{ orders: [{ product: 'Rye' }] }, { orders: [] }, { orders: [{ product: 'Tea' }, { product: 'Oats' }] }],
    },
  })
})
