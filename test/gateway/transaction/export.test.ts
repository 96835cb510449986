import { describe, expect, test } from 'vitest'
import { COUNTED_KEY, createDatabase, DIALECTS, type Dialect } from '../../support/dialects.ts'
import { startTestGateway } from '../../support/gateway.ts'
import { startSchemaExecutor } from '../../support/schema-executor.ts'

const SCHEMA = `extend schema @source(name: "db", sql: { url: "{$env.DB_URL}" })
type Query { orders: [Order!] @sql(orderBy: "id") }
type Mutation {
  order(buyer: String): Order @sql(insert: { buyer: "{$args.buyer}" })
  line(orderId: ID!, item: Int!): Line @sql(insert: { orderId: "{$args.orderId}", item: "{$args.item}" })
  lines(lines: [NewLine!]!): [Line!] @sql(insert: "{$args.lines}")
  rename(id: ID!, buyer: String): Order @sql(update: { buyer: "{$args.buyer}" }, where: { id: "{$args.id}" })
}
input NewLine { orderId: ID! item: Int! }
type Order @sql(table: "orders") {
  id: ID! buyer: String state: String lines: [Line!] @sql(where: { orderId: "{$this.id}" }, orderBy: "item")
}
type Line @sql(table: "order_lines", key: ["orderId", "item"]) { orderId: ID! @map(from: "order_id") item: Int! }
`
const tablesOf = (
  dialect: Dialect,
) => `CREATE TABLE orders (id ${COUNTED_KEY[dialect]}, buyer VARCHAR(20), state VARCHAR(9) DEFAULT 'new');
  CREATE TABLE order_lines (order_id BIGINT NOT NULL REFERENCES orders (id), item INT NOT NULL, PRIMARY KEY (order_id, item));
  INSERT INTO orders (buyer) VALUES ('first')`

const ORDER = `mutation Order($order: ID! = "") @transaction {
  order(buyer: "ann") { id @export(as: "order") state }
  line(orderId: $order, item: 7) { orderId item }
  lines(lines: [{ orderId: $order, item: 8 }, { orderId: $order, item: 9 }]) { item }
  rename(id: $order, buyer: "ann b") { buyer lines { item } }
}`

describe.for(DIALECTS)('A later field of a transaction uses what an earlier one has made (%s)', dialect => {
  test('by a variable, with both executors', async () => {
    await using database = await createDatabase(dialect, tablesOf(dialect))
    const options = { schema: SCHEMA, environment: { DB_URL: database.url } }
    await using gateway = await startTestGateway(options)
    await using executor = await startSchemaExecutor(options)
    const answer = (id: string) => ({
      data: {
        order: { id, state: 'new' },
        line: { orderId: id, item: 7 },
        lines: [{ item: 8 }, { item: 9 }],
        rename: { buyer: 'ann b', lines: [{ item: 7 }, { item: 8 }, { item: 9 }] },
      },
    })
    expect((await gateway.query(ORDER, { order: '99' })).body).toEqual(answer('2'))
    expect(JSON.parse((await executor.query(ORDER)).text)).toEqual(answer('3'))
    expect((await gateway.query(ORDER)).body).toEqual(answer('4'))
  })

  test('and with global ids', async () => {
    await using database = await createDatabase(dialect, tablesOf(dialect))
    const schema = `extend schema @globalIds ${SCHEMA}`
    await using gateway = await startTestGateway({ schema, environment: { DB_URL: database.url } })
    const { body } = await gateway.query(`mutation ($order: ID! = "") @transaction {
      order(buyer: "ann") { id @export(as: "order") } rename(id: $order, buyer: "bob") { id buyer }
    }`)
    const { data } = body as { data: { order: { id: string }; rename: { id: string; buyer: string } } }
    expect(data.rename).toEqual({ id: data.order.id, buyer: 'bob' })
    expect(data.order.id).not.toBe('2')
  })

  test('which undoes all where there is no value, or none that fits', async () => {
    await using database = await createDatabase(dialect, tablesOf(dialect))
    await using gateway = await startTestGateway({ schema: SCHEMA, environment: { DB_URL: database.url } })
    const messagesOf = async (query: string) => {
      const { body } = await gateway.query(query)
      return (body as { errors: { path: string[]; message: string }[] }).errors.map(({ path, message }) => [
        path.join(),
        message,
      ])
    }
    const undone = 'Nothing was changed: another field of the transaction failed.'
    expect(
      await messagesOf(`mutation ($order: ID! = "") @transaction {
        order { id } rename(id: 99, buyer: "x") { id @export(as: "order") } line(orderId: $order, item: 1) { item }
      }`),
    ).toEqual([
      ['order', undone],
      ['rename', undone],
      ['line', '"$order" has no value: there is none of "id" to export.'],
    ])
    expect(
      await messagesOf(`mutation ($n: Int! = 0) @transaction {
        order { state @export(as: "n") } line(orderId: 1, item: $n) { item }
      }`),
    ).toEqual([
      ['order', undone],
      ['line', '"$n" can\'t have the value of "state", which is no Int!.'],
    ])
    expect(await database.run('SELECT id FROM orders')).toHaveLength(1)
  })
})

test('What can not be exported is refused before anything is run', async () => {
  await using database = await createDatabase('sqlite', tablesOf('sqlite'))
  const options = { schema: SCHEMA, environment: { DB_URL: database.url } }
  await using gateway = await startTestGateway(options)
  await using executor = await startSchemaExecutor(options)
  const refused = async (query: string, variables?: Record<string, unknown>) => {
    const { errors } = (await gateway.query(query, variables)).body as {
      errors: { message: string; extensions: { code: string } }[]
    }
    const byField = JSON.parse((await executor.query(query, variables)).text)
    if (!byField.errors) throw new Error(`${query}: ${JSON.stringify(byField)}`)
    expect(byField.errors[0].extensions.code).toBe('GRAPHQL_VALIDATION_FAILED')
    return errors.map(({ message, extensions: { code } }) => `${code} ${message}`)
  }
  const why = (variable: string, text: string) => [
    `GRAPHQL_VALIDATION_FAILED @export(as: "${variable}") can't be followed: ${text}.`,
  ]
  const place = 'it stands at a plain field of the one row that a field of the transaction answers'
  expect(
    await refused('mutation ($o: ID! = "") { order { id @export(as: "o") } line(orderId: $o, item: 1) { item } }'),
  ).toEqual(['GRAPHQL_VALIDATION_FAILED @export stands in a mutation with @transaction.'])
  expect(await refused('{ orders { id @export(as: "o") } }')).toEqual([
    'GRAPHQL_VALIDATION_FAILED @export stands in a mutation with @transaction.',
  ])
  expect(
    await refused(`mutation ($o: ID! = "") @transaction {
      lines(lines: []) { orderId @export(as: "o") } line(orderId: $o, item: 1) { item } }`),
  ).toEqual(why('o', place))
  expect(
    await refused(`mutation ($o: ID! = "") @transaction {
      order { lines { item @export(as: "o") } } line(orderId: $o, item: 1) { item } }`),
  ).toEqual(why('o', place))
  expect(await refused('mutation @transaction { order { id @export(as: "o") } }')).toEqual(
    why('o', 'the operation has no variable "$o"; declare it with a default, as in ($o: ID! = "")'),
  )
  expect(
    await refused(`mutation ($o: ID! = "") @transaction {
      line(orderId: $o, item: 1) { item } order { id @export(as: "o") } }`),
  ).toEqual(why('o', '"$o" is used by a field that is run before it has its value'))
  expect(
    await refused(`mutation ($o: ID! = "") @transaction {
      order { id @export(as: "o") state @export(as: "o") } line(orderId: $o, item: 1) { item } }`),
  ).toEqual(why('o', '"$o" has one value'))
  expect(
    await refused(
      `mutation ($o: ID! = "", $no: Boolean!) @transaction {
        order { id @export(as: "o") @skip(if: $no) state } line(orderId: $o, item: 1) { item } }`,
      { no: true },
    ),
  ).toEqual(why('o', place))
})
