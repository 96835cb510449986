import type { LoadShape } from '../load/load.ts'
import type { Operation, UpstreamName, Workload } from '../workloads.ts'
import { DAY, FIRST_DAY, STATUSES } from './tables.ts'

const MANY: LoadShape = { kind: 'closed', connections: 50 }
const SOME: LoadShape = { kind: 'closed', connections: 10 }

const LIST = /* GraphQL */ `
  query List($status: String!, $from: DateTime!) {
    orders(
      where: { status: { eq: $status }, placedAt: { gte: $from } }
      orderBy: [{ placedAt: DESC }, { id: DESC }]
      limit: 50
    ) { id status placedAt total }
  }`
const JOIN = /* GraphQL */ `
  query Join($status: String!, $from: DateTime!, $limit: Int!) {
    orders(
      where: { status: { eq: $status }, placedAt: { gte: $from } }
      orderBy: [{ placedAt: DESC }, { id: DESC }]
      limit: $limit
    ) {
      id placedAt total
      customer { id name country }
      orderLines { number quantity price product { id name category } }
    }
  }`
const PAGE = /* GraphQL */ `
  query Page($status: String!, $from: DateTime!, $until: DateTime!, $after: String) {
    orders: ordersConnection(
      where: { status: { eq: $status }, placedAt: { gte: $from, lt: $until } }
      orderBy: [{ placedAt: DESC }, { id: DESC }]
      first: 20
      after: $after
    ) {
      nodes { id status placedAt total }
      totalCount
      pageInfo { hasNextPage endCursor }
    }
  }`
const LATEST = /* GraphQL */ `
  query Latest($ids: [ID!]!) {
    customers(where: { id: { in: $ids } }, orderBy: [{ id: ASC }], limit: 20) {
      id name
      orders(orderBy: [{ placedAt: DESC }, { id: DESC }], limit: 3) { id placedAt total }
    }
  }`
const TOTALS = /* GraphQL */ `
  query Totals($from: DateTime!, $until: DateTime!) {
    orders: ordersTotal(where: { placedAt: { gte: $from, lt: $until } }) { count sum { total } avg { total } }
  }`
const MONTHS = /* GraphQL */ `
  query Months($customer: ID!) {
    orders: ordersBy(
      groupBy: [{ placedAt: MONTH }]
      where: { customerId: { eq: $customer } }
      orderBy: [{ keys: { placedAt: ASC } }]
    ) { keys { placedAt } sum { total } avg { total } }
  }`
const ALL = /* GraphQL */ `
  query All($least: Decimal!) {
    orders: ordersBy(
      groupBy: [{ status: VALUE }]
      where: { total: { gte: $least } }
      orderBy: [{ keys: { status: ASC } }]
    ) { keys { status } sum { total } avg { total } }
  }`

/** So many variants of an operation that no two of the requests that are under way are the same. */
const VARIANTS = 100

/** Lists, joins, pages and aggregates over a million orders, on PostgreSQL (`p1` and so on) and on MariaDB (`m1`). */
export const SHOP_WORKLOADS: readonly Workload[] = [...onDatabase('postgres', 'p'), ...onDatabase('mariadb', 'm')]

function onDatabase(upstream: UpstreamName, letter: string): Workload[] {
  const workload = (number: number, title: string, operations: readonly Operation[], shape = MANY): Workload => {
    return { name: `${letter}${number}`, title, schema: 'shop', upstream, operations, shape, delay: 0, alone: true }
  }
  return [
    workload(1, 'the 50 newest orders of a status', newestOrders(LIST, {})),
    workload(2, '10 orders, their customers, lines and products', newestOrders(JOIN, { limit: 10 })),
    workload(3, '500 orders, their customers, lines and products', newestOrders(JOIN, { limit: 500 }), SOME),
    workload(4, 'a page deep in some 17,000 orders, with their number', pages()),
    workload(5, 'the 3 newest orders of each of 20 customers', latest()),
    workload(6, 'number, sum and mean of the orders of a week', weeks()),
    workload(7, 'sum and mean of the orders of a customer, by month', customers()),
    workload(8, 'sum and mean of all orders, by status', all(), SOME),
  ]
}

function variants(query: string, variablesOf: (at: number) => Omit<Operation, 'query' | 'timed'>): Operation[] {
  return Array.from({ length: VARIANTS }, (_, at) => ({ query, timed: true, ...variablesOf(at) }))
}

function statusAt(at: number): string {
  return STATUSES[at % STATUSES.length] ?? ''
}

/** Midnight of so many days after the first order. */
function day(days: number): string {
  return new Date(FIRST_DAY + days * DAY).toISOString()
}

function newestOrders(query: string, more: Readonly<Record<string, unknown>>): Operation[] {
  return variants(query, at => ({ variables: { status: statusAt(at), from: day(at * 10), ...more } }))
}

/** In the middle of a quarter's orders of a status. */
function pages(): Operation[] {
  return variants(PAGE, at => {
    const start = at * 9
    const range = { status: statusAt(at), from: day(start) }
    return {
      variables: { ...range, until: day(start + 91) },
      placedBy: { ...range, until: day(start + 45) },
    }
  })
}

function latest(): Operation[] {
  return variants(LATEST, at => ({
    variables: { ids: Array.from({ length: 20 }, (_, index) => 1 + at * 20 + index * 2_003) },
  }))
}

function weeks(): Operation[] {
  return variants(TOTALS, at => ({ variables: { from: day(at * 10), until: day(at * 10 + 7) } }))
}

function customers(): Operation[] {
  return variants(MONTHS, at => ({ variables: { customer: 1 + at * 101 } }))
}

function all(): Operation[] {
  return variants(ALL, at => ({ variables: { least: `${at + 1}.00` } }))
}
