import { expect, test } from 'vitest'
import { DIALECTS } from '../support/dialects.ts'
import { startTestGateway } from '../support/gateway.ts'
import { importShop } from './import-shop.ts'

for (const dialect of DIALECTS)
  test(`An import with aggregates counts, sums and groups the rows of the shop (${dialect})`, async () => {
    await using shop = await importShop(dialect, { aggregates: true })
    const gateway = await startTestGateway({ schema: shop.text, environment: { DATABASE_URL: shop.database.url } })
    await using _ = gateway
    const query = `{
      customers { id ordersTotal { count } orders { id } }
      ordersTotal { count }
      ordersBy(groupBy: [{ customerRow: { id: VALUE } }]) { keys { customerRow { id } } count }
    }`
    const { body } = await gateway.query(query)
    expect(body).not.toHaveProperty('errors')
    const { data } = body as {
      readonly data: {
        readonly customers: readonly { id: unknown; ordersTotal: { count: number }; orders: readonly unknown[] }[]
        readonly ordersTotal: { readonly count: number }
        readonly ordersBy: readonly { keys: { customerRow: { id: unknown } }; count: number }[]
      }
    }
    const ofCustomers = data.customers.map(({ orders }) => orders.length)
    expect(data.customers.map(({ ordersTotal }) => ordersTotal.count)).toEqual(ofCustomers)
    const grouped = new Map(data.ordersBy.map(({ keys, count }) => [keys.customerRow.id, count]))
    for (const { id, orders } of data.customers) expect(grouped.get(id) ?? 0).toBe(orders.length)
    expect(data.ordersTotal.count).toBeGreaterThanOrEqual(Math.max(...ofCustomers, 1))
  })

for (const dialect of DIALECTS)
  test(`An import with aggregates filters and orders rows by what is computed over those that belong to them (${dialect})`, async () => {
    await using shop = await importShop(dialect, { aggregates: true })
    expect(shop.text).toContain('extend input ReviewListFilter {\n  sum: ReviewAggregateSumFilter\n')
    expect(shop.text).toContain('extend input ReviewListOrder {\n  sum: ReviewAggregateSumOrder\n')
    await using gateway = await startTestGateway({
      schema: shop.text,
      environment: { DATABASE_URL: shop.database.url },
    })
    const { body } = await gateway.query(`{
      loved: products(where: { reviews: { sum: { stars: { gt: 3 } } } }, orderBy: [{ reviews: { sum: { stars: DESC } } }]) {
        title
        reviewsTotal { sum { stars } avg { stars } }
      }
      best: products(where: { reviews: { min: { stars: { gte: 4 } } } }) { title }
    }`)
    expect(body).toEqual({
      data: {
        loved: [
          { title: 'Moonrise', reviewsTotal: { sum: { stars: 8 }, avg: { stars: 4 } } },
          { title: 'Moonset', reviewsTotal: { sum: { stars: 4 }, avg: { stars: 4 } } },
        ],
        best: [{ title: 'Moonset' }],
      },
    })
  })
