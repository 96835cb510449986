import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parse } from 'graphql'
import { expect, test } from 'vitest'
import { startTestGateway } from '../../support/gateway.ts'
import { problemsOf } from '../problems-of.ts'
import { importPayments } from './payments/import-payments.ts'
import { startPaymentsApi } from './payments/payments-api.ts'

/** Serves the payment service by the schema that was imported. */
async function startPayments() {
  await using resources = new AsyncDisposableStack()
  const api = resources.use(await startPaymentsApi())
  const environment = { API_URL: api.url, API_KEY: 'secret' }
  const gateway = resources.use(await startTestGateway({ schema: importPayments().text, environment }))
  const owned = resources.move()
  return {
    api,
    ask: async (query: string) => (await gateway.query(query)).body,
    requests: () => api.requests.map(({ method, url }) => `${method} ${decodeURIComponent(url)}`).sort(),
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  }
}

test('134 operations are a schema that check takes', async () => {
  const { text, fields } = importPayments()
  expect(problemsOf(text)).toEqual([])
  expect(fields).toBe(134)
  const file = join(import.meta.dirname, 'payments/schema.graphql')
  await expect(text).toMatchFileSnapshot(file)
  // A snapshot that is missing would be written, and nothing compared.
  expect(text).toBe(await readFile(file, 'utf8'))
})

test('Links by key and expanded objects are joined, and the keys of a level go in as many calls as a page has room for', async () => {
  await using payments = await startPayments()
  const answer = await payments.ask(`{
    payments(first: 3) {
      pageInfo { hasNextPage }
      nodes { id amount { amount currency } status notes customer { name taxIds { value } } card { brand customer { name } } }
    }
  }`)
  expect(answer).toEqual({
    data: {
      payments: {
        pageInfo: { hasNextPage: false },
        nodes: [
          {
            ...{ id: 'pay_1', amount: { amount: '9007199254740993', currency: 'X_TEST' }, status: 'REQUIRES_ACTION' },
            ...{ notes: null, customer: { name: 'Ann', taxIds: [{ value: 'FI1' }] } },
            card: { brand: '_3D', customer: { name: 'Ann' } },
          },
          {
            ...{ id: 'pay_2', amount: { amount: 5, currency: 'EUR' }, status: null, notes: null },
            ...{ customer: { name: 'Bo', taxIds: null }, card: { brand: 'VISA', customer: null } },
          },
          {
            ...{ id: 'pay_3', amount: { amount: 5, currency: 'USD' }, status: null, notes: ['a', null] },
            ...{ customer: { name: 'Cid', taxIds: null }, card: null },
          },
        ],
      },
    },
  })
  expect(payments.requests()).toEqual([
    'GET /cards?ids=car_1&limit=2',
    'GET /customers?ids=cus_1,cus_2&limit=2',
    'GET /customers?ids=cus_3&limit=2',
    'GET /payments?cursor=pay_2&limit=2',
    'GET /payments?limit=2',
  ])
})

test('Arguments stand where the document says, under its names and with its values', async () => {
  await using payments = await startPayments()
  const answer = await payments.ask(`{
    payments(ids: ["pay_1", "pay_2"], createdGte: "2026-01-01", status: REQUIRES_ACTION) { nodes { id } }
    customer(customerId: "cus_2") { address { postalCode country } }
    nobody: customer(customerId: "cus_9") { name }
    balance { amount }
    search(q: "a", in: [CUSTOMERS, PAYMENTS]) { __typename ... on Customer { name } ... on Payment { customer { name } } }
  }`)
  expect(answer).toEqual({
    data: {
      payments: { nodes: [{ id: 'pay_1' }] },
      customer: { address: { postalCode: '00100', country: null } },
      nobody: null,
      balance: [{ amount: 7 }],
      search: [
        { __typename: 'Customer', name: 'Ann' },
        { __typename: 'Payment', customer: { name: 'Cid' } },
      ],
    },
  })
  expect(payments.requests()).toEqual([
    'GET /balance',
    'GET /customers/cus_2',
    'GET /customers/cus_9',
    'GET /customers?ids=cus_3&limit=2',
    'GET /payments?ids=pay_1,pay_2&created[gte]=2026-01-01&status=requires_action&limit=2',
    'GET /search?q=a&in=customers&in=payments',
  ])
})

test('Mutations send bodies under the names of the document', async () => {
  await using payments = await startPayments()
  const answer = await payments.ask(`mutation {
    paymentsCreate(
      idempotencyKey: "8f14e45f-ceea-467f-a9f3-3a0b1c2d3e4f"
      input: { amount: { amount: "9007199254740993", currency: X_TEST }, customerId: "cus_1", feeRate: 0.5 }
    ) { id feeRate }
    productsCreate(input: { name: "A", plus1: 3, sizeCm: 1.5 }) { name plus1 sizeCm }
    customersUpdate(customerId: "cus_1", input: { name: "Eve", pin: "1" }) { name }
    paymentsCapture(paymentId: "pay_1") { captured customer { name } }
    customersDelete(customerId: "cus_3")
    createExport(input: { format: CSV, from: "2026-01-31" }) { url }
  }`)
  expect(answer).toEqual({
    data: {
      paymentsCreate: { id: 'new', feeRate: 0.5 },
      productsCreate: { name: 'A', plus1: 3, sizeCm: 1.5 },
      customersUpdate: { name: 'Eve' },
      paymentsCapture: { captured: true, customer: { name: 'Ann' } },
      customersDelete: true,
      createExport: { url: 'https://host/x?format=csv&from=2026-01-31' },
    },
  })
  const [first] = payments.api.requests
  expect(first?.headers['idempotency-key']).toBe('8f14e45f-ceea-467f-a9f3-3a0b1c2d3e4f')
  expect(payments.api.requests.map(({ method, url, body }) => `${method} ${url} ${body}`.trim())).toEqual([
    'POST /payments {"amount":{"amount":9007199254740993,"currency":"x-test"},"customer_id":"cus_1","fee_rate":0.5}',
    'POST /products {"name":"A","+1":3,"size-cm":1.5}',
    'PATCH /customers/cus_1 {"name":"Eve","pin":"1"}',
    'POST /payments/pay_1/capture',
    'GET /customers?ids=cus_1&limit=2',
    'DELETE /customers/cus_3',
    'POST /exports format=csv&from=2026-01-31',
  ])
})

test('Some paths and tags are the types that they need', () => {
  const { text } = importPayments({ include: ['/balance', 'catalog'], exclude: ['/plan*', '/plan*/**', '/prices/*'] })
  const roots = parse(text)
    .definitions.filter(node => node.kind === 'ObjectTypeDefinition')
    .slice(0, 2)
  expect(roots.map(({ fields = [] }) => fields.map(({ name }) => name.value))).toEqual([
    [...['products', 'product', 'prices', 'coupons', 'coupon', 'taxRates'], ...['taxRate', 'balance']],
    [
      ...['productsCreate', 'productsUpdate', 'productsDelete', 'pricesCreate', 'couponsCreate', 'couponsUpdate'],
      ...['couponsDelete', 'taxRatesCreate', 'taxRatesUpdate', 'taxRatesDelete'],
    ],
  ])
  expect(text).not.toContain('type Plan ')
  expect(problemsOf(text)).toEqual([])
})
