import type { OwnQuery } from '../contenders.ts'

const NEWEST = 'orderBy: [PLACED_AT_DESC, ROW_ID_DESC]'
const SINCE = `filter: { status: { equalTo: $status }, placedAt: { greaterThanOrEqualTo: $from } } ${NEWEST}`
const BETWEEN = 'placedAt: { greaterThanOrEqualTo: $from, lessThan: $until }'
const COMPUTED = 'sum { total } average { total }'

const JOIN: OwnQuery = {
  query: /* GraphQL */ `
    query Join($status: String!, $from: Datetime!, $limit: Int!) {
      orders: allOrdersList(${SINCE} first: $limit) {
        id: rowId placedAt total
        customer: customerByCustomerId { id: rowId name country }
        orderLines: orderLinesByOrderIdList {
          number quantity price
          product: productByProductId { id: rowId name category }
        }
      }
    }`,
}

/** The shop's operations in the schema that PostGraphile makes of the database. */
export const POSTGRAPHILE_QUERIES: Readonly<Record<string, OwnQuery>> = {
  p1: {
    query: /* GraphQL */ `
      query List($status: String!, $from: Datetime!) {
        orders: allOrdersList(${SINCE} first: 50) { id: rowId status placedAt total }
      }`,
  },
  p2: JOIN,
  p3: JOIN,
  p4: {
    query: /* GraphQL */ `
      query Page($status: String!, $from: Datetime!, $until: Datetime!, $after: Cursor) {
        orders: allOrders(filter: { status: { equalTo: $status }, ${BETWEEN} } ${NEWEST} first: 20, after: $after) {
          nodes { id: rowId status placedAt total }
          totalCount
          pageInfo { hasNextPage endCursor }
        }
      }`,
  },
  p5: {
    query: /* GraphQL */ `
      query Latest($ids: [Int!]!) {
        customers: allCustomersList(filter: { rowId: { in: $ids } }, orderBy: [ROW_ID_ASC], first: 20) {
          id: rowId name
          orders: ordersByCustomerIdList(${NEWEST} first: 3) { id: rowId placedAt total }
        }
      }`,
  },
  p6: {
    query: /* GraphQL */ `
      query Totals($from: Datetime!, $until: Datetime!) {
        orders: allOrders(filter: { ${BETWEEN} }) { totalCount aggregates { ${COMPUTED} } }
      }`,
    read(answer) {
      const { totalCount, aggregates } = ordersIn(answer)
      return { data: { orders: { count: totalCount, ...totalsOf(aggregates) } } }
    },
  },
  p7: {
    query: /* GraphQL */ `
      query Months($customer: Int!) {
        orders: allOrders(filter: { customerId: { equalTo: $customer } }) {
          groupedAggregates(groupBy: [PLACED_AT_TRUNCATED_TO_MONTH]) { keys ${COMPUTED} }
        }
      }`,
    read: answer => groupsIn(answer, key => ({ placedAt: key.slice(0, '2023-01-01'.length) })),
  },
  p8: {
    query: /* GraphQL */ `
      query All($least: BigFloat!) {
        orders: allOrders(filter: { total: { greaterThanOrEqualTo: $least } }) {
          groupedAggregates(groupBy: [STATUS]) { keys ${COMPUTED} }
        }
      }`,
    read: answer => groupsIn(answer, status => ({ status })),
  },
}

interface Computed {
  readonly sum: unknown
  readonly average: unknown
}

interface OrdersOfPostGraphile {
  readonly totalCount: number
  readonly aggregates: Computed
  readonly groupedAggregates: readonly (Computed & { readonly keys: readonly [string] })[]
}

function ordersIn(answer: unknown): OrdersOfPostGraphile {
  return (answer as { readonly data: { readonly orders: OrdersOfPostGraphile } }).data.orders
}

function totalsOf({ sum, average }: Computed) {
  return { sum, avg: average }
}

/** Its groups come in no order. */
function groupsIn(answer: unknown, keysOf: (key: string) => unknown): unknown {
  const groups = ordersIn(answer).groupedAggregates.toSorted((a, b) => (a.keys[0] < b.keys[0] ? -1 : 1))
  return { data: { orders: groups.map(group => ({ keys: keysOf(group.keys[0]), ...totalsOf(group) })) } }
}
