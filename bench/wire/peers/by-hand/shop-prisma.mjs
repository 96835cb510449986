import { PrismaPg } from '@prisma/adapter-pg'
import { PrismaClient } from '../prisma-client/client.ts'

/** As many as Sluice's `poolSize`. */
const CONNECTIONS = 20
const PAGE_SIZE = 20

const adapter = new PrismaPg({ connectionString: process.env.DATABASE_URL, max: CONNECTIONS })
const prisma = new PrismaClient({ adapter })

const NEWEST = [{ placedAt: 'desc' }, { id: 'desc' }]
const TOTALS = { _sum: { total: true }, _avg: { total: true } }

const newest = ({ status, from, limit }) => ({
  where: { status, placedAt: { gte: from } },
  orderBy: NEWEST,
  take: limit,
})

const list = async variables => {
  const select = { id: true, status: true, placedAt: true, total: true }
  return { orders: await prisma.order.findMany({ ...newest({ ...variables, limit: 50 }), select }) }
}

const join = async variables => {
  const select = {
    id: true,
    placedAt: true,
    total: true,
    customer: { select: { id: true, name: true, country: true } },
    orderLines: {
      select: {
        number: true,
        quantity: true,
        price: true,
        product: { select: { id: true, name: true, category: true } },
      },
      orderBy: { number: 'asc' },
    },
  }
  return { orders: await prisma.order.findMany({ ...newest(variables), select }) }
}

/** Its cursor is a key: what is behind it is found by a subquery that looks up its place. */
const page = async ({ status, from, until, after }) => {
  const where = { status, placedAt: { gte: from, lt: until } }
  const place = after === undefined ? {} : { cursor: { id: Number(after) }, skip: 1 }
  const select = { id: true, status: true, placedAt: true, total: true }
  const [found, totalCount] = await Promise.all([
    prisma.order.findMany({ where, orderBy: NEWEST, take: PAGE_SIZE + 1, select, ...place }),
    prisma.order.count({ where }),
  ])
  const nodes = found.slice(0, PAGE_SIZE)
  const pageInfo = { hasNextPage: found.length > PAGE_SIZE, endCursor: String(nodes.at(-1)?.id) }
  return { orders: { nodes, totalCount, pageInfo } }
}

const latest = async ({ ids }) => {
  const orders = { select: { id: true, placedAt: true, total: true }, orderBy: NEWEST, take: 3 }
  const where = { id: { in: ids } }
  return {
    customers: await prisma.customer.findMany({
      where,
      orderBy: { id: 'asc' },
      select: { id: true, name: true, orders },
    }),
  }
}

const toTotals = ({ _sum, _avg }) => ({ sum: _sum, avg: _avg })

const totals = async ({ from, until }) => {
  const where = { placedAt: { gte: from, lt: until } }
  const row = await prisma.order.aggregate({ where, _count: { _all: true }, ...TOTALS })
  return { orders: { count: row._count._all, ...toTotals(row) } }
}

/** It groups by columns only. */
const months = async ({ customer }) => {
  const rows = await prisma.$queryRaw`
    SELECT to_char(date_trunc('month', placed_at AT TIME ZONE 'UTC'), 'YYYY-MM-DD') AS month,
      sum(total) AS sum, avg(total) AS avg
    FROM orders WHERE customer_id = ${customer} GROUP BY 1 ORDER BY 1`
  return {
    orders: rows.map(({ month, sum, avg }) => ({
      keys: { placedAt: month },
      sum: { total: sum },
      avg: { total: avg },
    })),
  }
}

const all = async ({ least }) => {
  const rows = await prisma.order.groupBy({
    by: ['status'],
    where: { total: { gte: least } },
    orderBy: { status: 'asc' },
    ...TOTALS,
  })
  return { orders: rows.map(row => ({ keys: { status: row.status }, ...toTotals(row) })) }
}

const answers = [list, join, join, page, latest, totals, months, all]
export const endpoints = Object.fromEntries(
  answers.map((answer, at) => [`p${at + 1}`, (_, variables) => answer(variables)]),
)
