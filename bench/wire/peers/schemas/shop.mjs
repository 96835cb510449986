import DataLoader from 'dataloader'
import { sql } from 'kysely'
import { groupBy } from '../group-by.mjs'
import { isPostgres, openShop } from '../shop-database.mjs'

const db = await openShop()

export const typeDefs = /* GraphQL */ `
  scalar DateTime
  scalar Decimal
  enum Direction {
    ASC
    DESC
  }
  enum Key {
    MONTH
    VALUE
  }
  type Query {
    orders(where: OrderFilter, orderBy: [OrderOrder!], limit: Int): [Order!]!
    ordersConnection(where: OrderFilter, orderBy: [OrderOrder!], first: Int!, after: String): OrderConnection!
    customers(where: CustomerFilter, orderBy: [CustomerOrder!], limit: Int): [Customer!]!
    ordersTotal(where: OrderFilter): OrderTotal!
    ordersBy(groupBy: [OrderGroup!]!, where: OrderFilter, orderBy: [GroupOrder!]): [OrderGroupRow!]!
  }
  type Order {
    id: ID!
    status: String!
    placedAt: DateTime!
    total: Decimal!
    customer: Customer
    orderLines: [OrderLine!]!
  }
  type OrderLine {
    number: Int!
    quantity: Int!
    price: Decimal!
    product: Product
  }
  type Customer {
    id: ID!
    name: String!
    country: String!
    orders(orderBy: [OrderOrder!], limit: Int!): [Order!]!
  }
  type Product {
    id: ID!
    name: String!
    category: String!
  }
  type OrderConnection {
    nodes: [Order!]!
    totalCount: Int!
    pageInfo: PageInfo!
  }
  type PageInfo {
    hasNextPage: Boolean!
    endCursor: String
  }
  type OrderTotal {
    count: Int!
    sum: OrderNumbers!
    avg: OrderNumbers!
  }
  type OrderNumbers {
    total: Decimal
  }
  type OrderGroupRow {
    keys: OrderKeys!
    sum: OrderNumbers!
    avg: OrderNumbers!
  }
  type OrderKeys {
    placedAt: String
    status: String
  }
  input OrderFilter {
    id: IdTest
    customerId: IdTest
    status: TextTest
    placedAt: TimeTest
    total: DecimalTest
  }
  input CustomerFilter {
    id: IdTest
  }
  input IdTest {
    eq: ID
    in: [ID!]
  }
  input TextTest {
    eq: String
  }
  input TimeTest {
    gte: DateTime
    lt: DateTime
  }
  input DecimalTest {
    gte: Decimal
  }
  input OrderOrder {
    id: Direction
    placedAt: Direction
  }
  input CustomerOrder {
    id: Direction
  }
  input OrderGroup {
    placedAt: Key
    status: Key
  }
  input GroupOrder {
    keys: OrderKeysOrder
  }
  input OrderKeysOrder {
    placedAt: Direction
    status: Direction
  }
`

const COLUMNS = { customerId: 'customer_id', placedAt: 'placed_at' }
const OPERATORS = { eq: '=', gte: '>=', lt: '<', in: 'in' }
const ORDER_COLUMNS = ['id', 'customer_id', 'status', 'placed_at', 'total']

const columnOf = name => COLUMNS[name] ?? name

function filtered(query, where) {
  const tests = Object.entries(where ?? {}).flatMap(([name, all]) =>
    Object.entries(all).map(([operator, value]) => [columnOf(name), OPERATORS[operator], boundValue(name, value)]),
  )
  return tests.reduce((all, test) => all.where(...test), query)
}

function boundValue(name, value) {
  return name === 'placedAt' ? new Date(value) : value
}

function ordered(query, orderBy) {
  const items = (orderBy ?? []).flatMap(Object.entries)
  return items.reduce((all, [name, direction]) => all.orderBy(columnOf(name), direction.toLowerCase()), query)
}

const loaderOf = (table, columns) =>
  new DataLoader(async ids => {
    const rows = await db.selectFrom(table).select(columns).where('id', 'in', ids).execute()
    const byId = new Map(rows.map(row => [row.id, row]))
    return ids.map(id => byId.get(id) ?? null)
  })

/** Of one request. */
export function createContext() {
  return {
    customers: loaderOf('customers', ['id', 'name', 'country']),
    products: loaderOf('products', ['id', 'name', 'category']),
    lines: new DataLoader(async ids => {
      const columns = ['order_id', 'number', 'quantity', 'price', 'product_id']
      const query = db.selectFrom('order_lines').select(columns).where('order_id', 'in', ids)
      const rows = groupBy(await query.orderBy('order_id').orderBy('number').execute(), line => line.order_id)
      return ids.map(id => rows.get(id) ?? [])
    }),
    /** By what a field asks for, as each loader has one limit and one order. */
    orders: new Map(),
  }
}

function ordersLoader({ orderBy, limit }) {
  const order = orderBy.flatMap(Object.entries).map(([name, direction]) => `${columnOf(name)} ${direction}`)
  return new DataLoader(async ids => {
    const place = sql`row_number() over (partition by customer_id order by ${sql.raw(order.join())})`.as('place')
    const numbered = db.selectFrom('orders').select(ORDER_COLUMNS).select(place).where('customer_id', 'in', ids)
    const query = db.selectFrom(numbered.as('numbered')).select(ORDER_COLUMNS).where('place', '<=', limit)
    const rows = groupBy(await query.orderBy('customer_id').orderBy('place').execute(), each => each.customer_id)
    return ids.map(id => rows.get(id) ?? [])
  })
}

async function pageOf({ where, orderBy, first, after }) {
  const all = filtered(db.selectFrom('orders'), where)
  const rows = ordered(all.select(ORDER_COLUMNS), orderBy).limit(first + 1)
  const position = after ? JSON.parse(Buffer.from(after, 'base64url').toString()) : undefined
  const behind = position
    ? rows.where(({ and, or, eb }) => {
        const time = new Date(position[0])
        return and([eb('placed_at', '<=', time), or([eb('placed_at', '<', time), eb('id', '<', position[1])])])
      })
    : rows
  const [found, { count }] = await Promise.all([
    behind.execute(),
    all.select(({ fn }) => fn.countAll().as('count')).executeTakeFirstOrThrow(),
  ])
  const nodes = found.slice(0, first)
  const last = nodes.at(-1)
  const endCursor = last ? Buffer.from(JSON.stringify([last.placed_at, last.id])).toString('base64url') : null
  return { nodes, totalCount: Number(count), pageInfo: { hasNextPage: found.length > first, endCursor } }
}

const computed = ({ fn }) => [fn.sum('total').as('sum'), fn.avg('total').as('avg')]

function toTotals({ sum, avg }) {
  return { sum: { total: sum }, avg: { total: avg } }
}

async function totalsOf(where) {
  const all = db.selectFrom('orders').select(({ fn }) => fn.countAll().as('count'))
  const row = await filtered(all.select(computed), where).executeTakeFirstOrThrow()
  return { count: Number(row.count), ...toTotals(row) }
}

async function groupsOf({ groupBy: [key], where, orderBy }) {
  const [[name, by]] = Object.entries(key)
  const month = isPostgres
    ? sql`to_char(date_trunc('month', placed_at at time zone 'UTC'), 'YYYY-MM-DD')`
    : sql`date_format(placed_at, '%Y-%m-01')`
  const value = by === 'MONTH' ? month : sql.ref(columnOf(name))
  const groups = filtered(db.selectFrom('orders'), where).select(value.as('value')).select(computed).groupBy('value')
  const directions = orderBy.flatMap(({ keys }) => Object.values(keys))
  const rows = await groups.orderBy('value', directions[0].toLowerCase()).execute()
  return rows.map(row => ({ keys: { [name]: row.value }, ...toTotals(row) }))
}

export const resolvers = {
  Query: {
    orders: (_, { where, orderBy, limit }) =>
      ordered(filtered(db.selectFrom('orders').select(ORDER_COLUMNS), where), orderBy)
        .limit(limit)
        .execute(),
    ordersConnection: (_, args) => pageOf(args),
    customers: (_, { where, orderBy, limit }) => {
      const all = db.selectFrom('customers').select(['id', 'name', 'country'])
      return ordered(filtered(all, where), orderBy).limit(limit).execute()
    },
    ordersTotal: (_, { where }) => totalsOf(where),
    ordersBy: (_, args) => groupsOf(args),
  },
  Order: {
    placedAt: order => order.placed_at,
    customer: (order, _, { customers }) => customers.load(order.customer_id),
    orderLines: (order, _, { lines }) => lines.load(order.id),
  },
  OrderLine: { product: (line, _, { products }) => products.load(line.product_id) },
  Customer: {
    orders(customer, args, { orders }) {
      const asked = JSON.stringify(args)
      const loader = orders.get(asked) ?? ordersLoader(args)
      orders.set(asked, loader)
      return loader.load(customer.id)
    },
  },
}
