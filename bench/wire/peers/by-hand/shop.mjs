import { sql } from 'kysely'
import { groupBy } from '../group-by.mjs'
import { isPostgres, openShop } from '../shop-database.mjs'

const PAGE_SIZE = 20
const LATEST = 3

/** The endpoints by the name of the workload, each a function of a request's credentials and variables. */
export function endpointsOn(db) {
  const newestOrders = ({ status, from, limit }, columns) =>
    db
      .selectFrom('orders')
      .select(columns)
      .where('status', '=', status)
      .where('placed_at', '>=', new Date(from))
      .orderBy('placed_at', 'desc')
      .orderBy('id', 'desc')
      .limit(limit)
      .execute()

  const list = async variables => {
    const rows = await newestOrders({ ...variables, limit: 50 }, ['id', 'status', 'placed_at', 'total'])
    return { orders: rows.map(toOrder) }
  }

  const join = async variables => {
    const orders = await newestOrders(variables, ['id', 'placed_at', 'total', 'customer_id'])
    const customerIds = [...new Set(orders.map(order => order.customer_id))]
    const orderIds = orders.map(({ id }) => id)
    const [customers, { lines, products }] = await Promise.all([
      db.selectFrom('customers').select(['id', 'name', 'country']).where('id', 'in', customerIds).execute(),
      linesOf(orderIds),
    ])
    const customerById = new Map(customers.map(customer => [customer.id, customer]))
    const productById = new Map(products.map(product => [product.id, product]))
    const linesByOrder = groupBy(lines, line => line.order_id)
    return {
      orders: orders.map(({ id, placed_at, total, customer_id }) => ({
        id: String(id),
        placedAt: placed_at,
        total,
        customer: toNamed(customerById.get(customer_id)),
        orderLines: (linesByOrder.get(id) ?? []).map(({ number, quantity, price, product_id }) => ({
          number,
          quantity,
          price,
          product: toNamed(productById.get(product_id)),
        })),
      })),
    }
  }

  const linesOf = async orderIds => {
    const lines = await db
      .selectFrom('order_lines')
      .select(['order_id', 'number', 'quantity', 'price', 'product_id'])
      .where('order_id', 'in', orderIds)
      .orderBy('order_id')
      .orderBy('number')
      .execute()
    const ids = [...new Set(lines.map(line => line.product_id))]
    return {
      lines,
      products: await db.selectFrom('products').select(['id', 'name', 'category']).where('id', 'in', ids).execute(),
    }
  }

  const page = async ({ status, from, until, after }) => {
    const all = db
      .selectFrom('orders')
      .where('status', '=', status)
      .where('placed_at', '>=', new Date(from))
      .where('placed_at', '<', new Date(until))
    const rows = all
      .select(['id', 'status', 'placed_at', 'total'])
      .orderBy('placed_at', 'desc')
      .orderBy('id', 'desc')
      .limit(PAGE_SIZE + 1)
    const position = after === undefined ? undefined : readCursor(after)
    const behind = position
      ? rows.where(({ and, or, eb }) =>
          and([
            eb('placed_at', '<=', position.placedAt),
            or([eb('placed_at', '<', position.placedAt), eb('id', '<', position.id)]),
          ]),
        )
      : rows
    const [found, { count }] = await Promise.all([
      behind.execute(),
      all.select(({ fn }) => fn.countAll().as('count')).executeTakeFirstOrThrow(),
    ])
    const shown = found.slice(0, PAGE_SIZE)
    const pageInfo = { hasNextPage: found.length > PAGE_SIZE, endCursor: writeCursor(shown.at(-1)) }
    return { orders: { nodes: shown.map(toOrder), totalCount: Number(count), pageInfo } }
  }

  const latest = async ({ ids }) => {
    const customers = await db
      .selectFrom('customers')
      .select(['id', 'name'])
      .where('id', 'in', ids)
      .orderBy('id')
      .execute()
    const orders = groupBy(await newestOf(customers.map(({ id }) => id)), order => order.customer_id)
    const toNewest = ({ id, placed_at, total }) => ({ id: String(id), placedAt: placed_at, total })
    return {
      customers: customers.map(({ id, name }) => ({
        id: String(id),
        name,
        orders: (orders.get(id) ?? []).map(toNewest),
      })),
    }
  }

  /** Of each customer by an index where the database can; MariaDB has no LATERAL. */
  const newestOf = customerIds => {
    const columns = ['id', 'placed_at', 'total', 'customer_id']
    if (!isPostgres) {
      const numbered = db
        .selectFrom('orders')
        .select(columns)
        .select(sql`row_number() over (partition by customer_id order by placed_at desc, id desc)`.as('place'))
        .where('customer_id', 'in', customerIds)
      const rows = db.selectFrom(numbered.as('numbered')).select(columns).where('place', '<=', LATEST)
      return rows.orderBy('customer_id').orderBy('place').execute()
    }
    const newest = eb =>
      eb
        .selectFrom('orders')
        .select(columns)
        .whereRef('customer_id', '=', 'customers.id')
        .orderBy('placed_at', 'desc')
        .orderBy('id', 'desc')
        .limit(LATEST)
        .as('newest')
    return db
      .selectFrom('customers')
      .innerJoinLateral(newest, join => join.onTrue())
      .select(columns.map(column => `newest.${column}`))
      .where('customers.id', 'in', customerIds)
      .execute()
  }

  const computed = ({ fn }) => [fn.sum('total').as('sum'), fn.avg('total').as('avg')]

  const totals = async ({ from, until }) => {
    const row = await db
      .selectFrom('orders')
      .select(({ fn }) => fn.countAll().as('count'))
      .select(computed)
      .where('placed_at', '>=', new Date(from))
      .where('placed_at', '<', new Date(until))
      .executeTakeFirstOrThrow()
    return { orders: { count: Number(row.count), ...toTotals(row) } }
  }

  const months = async ({ customer }) => {
    const rows = await db
      .selectFrom('orders')
      .select(MONTH.as('month'))
      .select(computed)
      .where('customer_id', '=', customer)
      .groupBy('month')
      .orderBy('month')
      .execute()
    return { orders: rows.map(row => ({ keys: { placedAt: row.month }, ...toTotals(row) })) }
  }

  const all = async ({ least }) => {
    const rows = await db
      .selectFrom('orders')
      .select('status')
      .select(computed)
      .where('total', '>=', least)
      .groupBy('status')
      .orderBy('status')
      .execute()
    return { orders: rows.map(row => ({ keys: { status: row.status }, ...toTotals(row) })) }
  }

  const answers = [list, join, join, page, latest, totals, months, all]
  const named = letter => answers.map((answer, at) => [`${letter}${at + 1}`, (_, variables) => answer(variables)])
  return Object.fromEntries([...named('p'), ...named('m')])
}

const MONTH = isPostgres
  ? sql`to_char(date_trunc('month', placed_at at time zone 'UTC'), 'YYYY-MM-DD')`
  : sql`date_format(placed_at, '%Y-%m-01')`

function toOrder({ id, status, placed_at, total }) {
  return { id: String(id), status, placedAt: placed_at, total }
}

/** A customer or a product; null where there is none. */
function toNamed(row) {
  return row ? { ...row, id: String(row.id) } : null
}

function toTotals({ sum, avg }) {
  return { sum: { total: sum }, avg: { total: avg } }
}

function writeCursor(order) {
  return order ? Buffer.from(JSON.stringify([order.placed_at, order.id])).toString('base64url') : null
}

function readCursor(text) {
  const [placedAt, id] = JSON.parse(Buffer.from(text, 'base64url').toString())
  return { placedAt: new Date(placedAt), id }
}

export const endpoints = endpointsOn(await openShop())
