import { expect, test } from 'vitest'
import { DIALECTS } from '../support/dialects.ts'
import { startTestGateway } from '../support/gateway.ts'
import { type ImportedShop, importShop } from './import-shop.ts'

interface Row {
  readonly [name: string]: unknown
}

interface Page {
  readonly totalCount: number
  readonly nodes: readonly Row[]
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string }
}

/** Serves the shop by the schema that was imported. */
async function serve({ text, database }: ImportedShop) {
  const gateway = await startTestGateway({ schema: text, environment: { DATABASE_URL: database.url } })
  return {
    async ask(query: string): Promise<Record<string, Row[]>> {
      const { body } = await gateway.query(query)
      expect(body).not.toHaveProperty('errors')
      return (body as { data: Record<string, Row[]> }).data
    },
    statements: () => gateway.log.filter(({ msg, tries }) => msg === 'call' && tries !== 0).length,
    [Symbol.asyncDispose]: () => gateway[Symbol.asyncDispose](),
  }
}

/** Numbers as text: drivers differ in what is which. */
function plain(rows: readonly unknown[]): Row[] {
  return (rows as Row[]).map(row =>
    Object.fromEntries(Object.entries(row).map(([name, value]) => [name, value === null ? null : String(value)])),
  )
}

for (const dialect of DIALECTS) {
  test(`A foreign key is followed both ways, one statement a level (${dialect})`, async () => {
    await using shop = await importShop(dialect)
    await using gateway = await serve(shop)
    const { orders = [] } = await gateway.ask(
      '{ orders { id customerRow { fullName referredBy { fullName } } orderLines { lineNo product { title brand { name } } } } }',
    )
    // The referrer is a customer whose row is there already.
    expect(gateway.statements()).toBe(5)
    const found = orders.flatMap(order =>
      (order.orderLines as Row[]).map(line => ({
        id: order.id,
        customer: (order.customerRow as Row).fullName,
        referrer: ((order.customerRow as Row).referredBy as Row | null)?.fullName ?? null,
        line: line.lineNo,
        title: (line.product as Row).title,
        brand: ((line.product as Row).brand as Row).name,
      })),
    )
    const rows = await shop.database.run(
      `SELECT o.id, c.full_name AS customer, r.full_name AS referrer, l.line_no AS line, p.title, b.name AS brand
        FROM orders o JOIN customers c ON c.id = o.customer_id LEFT JOIN customers r ON r.id = c.referred_by
        JOIN order_lines l ON l.order_id = o.id JOIN products p ON p.id = l.product_id JOIN brands b ON b.id = p.brand_id
        ORDER BY o.id, l.line_no`,
    )
    expect(plain(found)).toEqual(plain(rows))
    expect(found).toHaveLength(4)
  })

  test(`A composite foreign key is followed both ways (${dialect})`, async () => {
    await using shop = await importShop(dialect)
    await using gateway = await serve(shop)
    const { variantImages = [], productVariants = [] } = await gateway.ask(
      `{ variantImages { id productVariant { color } }
         productVariants { productId variantNo grosse variantImages { id } stockLevels { warehouse { name } quantity } } }`,
    )
    expect(plain(variantImages.map(image => ({ id: image.id, color: (image.productVariant as Row).color })))).toEqual(
      plain(
        await shop.database.run(`SELECT i.id, v.color FROM variant_images i
          JOIN product_variants v ON v.product_id = i.product_id AND v.variant_no = i.variant_no ORDER BY i.id`),
      ),
    )
    expect(productVariants).toEqual([
      {
        productId: '1',
        variantNo: 1,
        grosse: 'M',
        variantImages: [],
        stockLevels: [{ warehouse: { name: 'North' }, quantity: 7 }],
      },
      {
        productId: '1',
        variantNo: 2,
        grosse: 'L',
        variantImages: [{ id: '1' }],
        stockLevels: [{ warehouse: { name: 'North' }, quantity: 0 }],
      },
      {
        productId: '2',
        variantNo: 1,
        grosse: null,
        variantImages: [{ id: '2' }],
        stockLevels: [{ warehouse: { name: 'South' }, quantity: 3 }],
      },
    ])
  })

  test(`A table refers to itself, and a unique foreign key leads back to one row (${dialect})`, async () => {
    await using shop = await importShop(dialect)
    await using gateway = await serve(shop)
    expect(
      await gateway.ask(
        `{ departments { name parent { name } children { name } }
           person(id: 2) { givenName employee { manager { person { givenName } } employeesByManager { id } } }
           payments { id refund { reason } } }`,
      ),
    ).toEqual({
      departments: [
        { name: 'Shop', parent: null, children: [{ name: 'Stock' }, { name: 'Sales' }] },
        { name: 'Stock', parent: { name: 'Shop' }, children: [] },
        { name: 'Sales', parent: { name: 'Shop' }, children: [] },
      ],
      person: {
        givenName: 'Rosa',
        employee: { manager: { person: { givenName: 'Kai' } }, employeesByManager: [] },
      },
      payments: [
        { id: '1', refund: null },
        { id: '2', refund: { reason: 'broken' } },
      ],
    })
  })

  test(`One row is found by its key, by a composite key and by a unique key (${dialect})`, async () => {
    await using shop = await importShop(dialect)
    await using gateway = await serve(shop)
    expect(
      await gateway.ask(
        `{ country(code: "PE") { name }
           orderLine(orderId: 1, lineNo: 2) { quantity unitPrice }
           customerByEmail(email: "luz@example.com") { fullName status }
           reviewByProductIdAndCustomerId(productId: 1, customerId: 2) { stars }
           queryByFirst(firstValue: "b") { where limit customer { id } }
           customer(id: 9) { id } }`,
      ),
    ).toEqual({
      country: { name: 'Peru' },
      orderLine: { quantity: 1, unitPrice: expect.stringMatching(/^13(\.00?)?$/) },
      customerByEmail: { fullName: 'Luz Quispe', status: 'NEW' },
      reviewByProductIdAndCustomerId: { stars: 3 },
      queryByFirst: { where: 'sun', limit: null, customer: null },
      customer: null,
    })
  })

  test(`Odd names, lists in an order, and views answer (${dialect})`, async () => {
    await using shop = await importShop(dialect)
    await using gateway = await serve(shop)
    expect(
      await gateway.ask(
        `{ _2ndHandItems { itemNo its aB2 userId userId2 product { sku } }
           products(limit: 2, orderBy: [{ title: DESC }]) { title }
           activeProducts(orderBy: [{ sku: DESC }]) { sku }
           orderTotals(orderBy: [{ orderId: ASC }]) { orderId lineCount }
           eventLogs(orderBy: [{ happenedAt: DESC }]) { what customer { email } } }`,
      ),
    ).toMatchObject({
      _2ndHandItems: [
        { itemNo: '7', its: 'used', aB2: 'dot', userId: 'u1', userId2: 'u2', product: { sku: 'MOON-1' } },
      ],
      products: [{ title: 'Sunrise' }, { title: 'Moonset' }],
      activeProducts: [{ sku: 'MOON-2' }, { sku: 'MOON-1' }],
      orderTotals: [{ orderId: '1' }, { orderId: '2' }, { orderId: '3' }],
      eventLogs: [
        { what: 'logout', customer: { email: 'aino@example.com' } },
        { what: 'login', customer: { email: 'aino@example.com' } },
      ],
    })
  })

  test(`A join table leads to many from both sides, to its own table too (${dialect})`, async () => {
    await using shop = await importShop(dialect)
    await using gateway = await serve(shop)
    const {
      products = [],
      tags = [],
      groups = [],
    } = await gateway.ask(
      `{ products { sku tags { name } categories { name } relatedProducts { sku } productsByRelated { sku } }
         tags(orderBy: [{ name: ASC }]) { name products(orderBy: [{ sku: DESC }]) { sku } }
         groups { key customers(limit: 1) { email } customersConnection(first: 1) { totalCount nodes { email } } } }`,
    )
    const pairs = products.flatMap(({ sku, tags: all }) => (all as Row[]).map(({ name }) => ({ sku, name })))
    expect(pairs).toEqual(
      plain(
        await shop.database.run(`SELECT p.sku, t.name FROM products p JOIN product_tags j ON j.product_id = p.id
          JOIN tags t ON t.id = j.tag_id ORDER BY p.id, t.id`),
      ),
    )
    expect(products.map(({ relatedProducts, productsByRelated }) => [relatedProducts, productsByRelated])).toEqual([
      [[{ sku: 'MOON-2' }, { sku: 'SUN-1' }], [{ sku: 'MOON-2' }]],
      [[{ sku: 'MOON-1' }], [{ sku: 'MOON-1' }]],
      [[], [{ sku: 'MOON-1' }]],
    ])
    expect(tags).toEqual([
      { name: 'new', products: [{ sku: 'MOON-1' }] },
      { name: 'sale', products: [{ sku: 'MOON-2' }, { sku: 'MOON-1' }] },
      { name: 'unused', products: [] },
    ])
    const aino = { email: 'aino@example.com' }
    const luz = { email: 'luz@example.com' }
    expect(groups).toEqual([
      { key: 'vip', customers: [aino], customersConnection: { totalCount: 2, nodes: [aino] } },
      { key: 'staff', customers: [luz], customersConnection: { totalCount: 1, nodes: [luz] } },
    ])
  })

  test(`Filters, limits for each parent and pages of a composite key answer (${dialect})`, async () => {
    await using shop = await importShop(dialect)
    await using gateway = await serve(shop)
    const page = (after: string) =>
      gateway.ask(
        `{ orderLinesConnection(first: 3${after}) { totalCount nodes { orderId lineNo } pageInfo { hasNextPage endCursor } } }`,
      )
    const { orderLinesConnection: first } = (await page('')) as unknown as Record<string, Page>
    const { orderLinesConnection: second } = (await page(
      `, after: "${first?.pageInfo.endCursor}"`,
    )) as unknown as Record<string, Page>
    expect([first?.totalCount, first?.pageInfo.hasNextPage, second?.pageInfo.hasNextPage]).toEqual([4, true, false])
    expect(plain([...(first?.nodes ?? []), ...(second?.nodes ?? [])])).toEqual(
      plain(
        await shop.database.run(
          'SELECT order_id AS "orderId", line_no AS "lineNo" FROM order_lines ORDER BY 1, 2'.replaceAll(
            '"',
            dialect === 'mariadb' ? '`' : '"',
          ),
        ),
      ),
    )
    expect(
      await gateway.ask(
        `{ customers(where: { or: [{ fullName: { startsWith: "Luz" } }, { referredById: { isNull: true } }] }) { email orders(limit: 1) { id } }
           productVariants(where: { productId: { eq: 1 }, grosse: { ne: "M" } }) { variantNo } }`,
      ),
    ).toEqual({
      customers: [
        { email: 'aino@example.com', orders: [{ id: '1' }] },
        { email: 'luz@example.com', orders: [{ id: '2' }] },
      ],
      productVariants: [{ variantNo: 2 }],
    })
  })

  test(`Rows are created, changed and deleted, and their relations answered (${dialect})`, async () => {
    await using shop = await importShop(dialect, { mutations: true })
    await using gateway = await serve(shop)
    expect(
      await gateway.ask(
        `mutation {
           createOrderLine(input: { orderId: 2, lineNo: 2, productId: 1, quantity: 3, unitPrice: "12.50" }) {
             lineNo order { id orderLines { lineNo } } product { sku }
           }
           updateOrderLine(orderId: 2, lineNo: 2, changes: { quantity: 4 }) { quantity product { sku } }
           deleteOrderLine(orderId: 2, lineNo: 1) { lineNo }
           createProductTag(productId: 3, tagId: 3)
           deleteProductTag(productId: 1, tagId: 1)
           createEventLog(input: { happenedAt: "2026-03-02T12:00:00Z", what: "bought", customerId: 1 })
           update2ndHandItem(itemNo: 7, changes: { its: "worn", userId2: "u3" }) { its userId userId2 }
         }`,
      ),
    ).toEqual({
      createOrderLine: {
        lineNo: 2,
        order: { id: '2', orderLines: [{ lineNo: 1 }, { lineNo: 2 }] },
        product: { sku: 'MOON-1' },
      },
      updateOrderLine: { quantity: 4, product: { sku: 'MOON-1' } },
      deleteOrderLine: { lineNo: 1 },
      createProductTag: true,
      deleteProductTag: true,
      createEventLog: true,
      update2ndHandItem: { its: 'worn', userId: 'u1', userId2: 'u3' },
    })
    const { createCustomer } = await gateway.ask(
      'mutation { createCustomer(input: { email: "x@example.com", fullName: "X" }) { id status createdAt referredBy { id } } }',
    )
    expect(createCustomer).toMatchObject({ status: 'NEW', referredBy: null })
    const count = 'SELECT order_id, line_no, quantity FROM order_lines WHERE order_id = 2'
    expect(plain(await shop.database.run(count))).toEqual([{ order_id: '2', line_no: '2', quantity: '4' }])
    expect(plain(await shop.database.run('SELECT product_id, tag_id FROM product_tags ORDER BY 1, 2'))).toEqual([
      { product_id: '1', tag_id: '2' },
      { product_id: '2', tag_id: '2' },
      { product_id: '3', tag_id: '3' },
    ])
    expect(await shop.database.run("SELECT customer_id FROM event_log WHERE what = 'bought'")).toHaveLength(1)
  })
}
