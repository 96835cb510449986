import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { COUNTED_KEY, createDatabase, DIALECTS, type Dialect, inDialect } from '../../support/dialects.ts'
import { startTestGateway } from '../../support/gateway.ts'
import { writesOf } from './writes-of.ts'
import '../../support/seed.ts'

const SCHEMA = `extend schema @source(name: "db", sql: { url: "{$env.DB_URL}" })
type Query {
  orders: [Order!] @sql(orderBy: "id")
  customers: [Customer!] @sql(orderBy: "id")
  branches: [Branch!] @sql(orderBy: "id")
}
type Mutation {
  order(input: NewOrder!): Order @sql(insert: "{$args.input}")
  orders(inputs: [NewOrder!]!): Int @sql(type: "Order", insert: "{$args.inputs}")
  node(input: NewNode!): Branch @sql(insert: "{$args.input}")
}
input NewOrder { note: String customerId: ID @map(from: "customer_id") customer: NewCustomer lines: [NewLine!] tags: [NewTag!] }
input NewCustomer { name: String! }
input NewLine { item: Int! amount: Int parts: [NewPart!] }
input NewPart { name: String! }
input NewTag { name: String! }
input NewNode { id: ID name: String below: [NewNode!] }
type Order @sql(table: "orders", where: { owner: "{$headers.x-owner}" }) {
  id: ID!
  note: String
  customer: Customer @map(from: "customer_id")
  lines: [Line!] @sql(where: { orderId: "{$this.id}" }, orderBy: "item")
  tags: [Tag!] @sql(through: { table: "order_tags", where: { order_id: "{$this.id}" }, on: { tag_id: "id" } }, orderBy: "name")
}
type Customer @sql(table: "customers", where: { owner: "{$headers.x-owner}" }) { id: ID! name: String }
type Line @sql(table: "order_lines", where: { owner: "{$headers.x-owner}" }) {
  id: ID! orderId: ID! @map(from: "order_id") item: Int! amount: Int
  parts: [Part!] @sql(where: { lineId: "{$this.id}" }, orderBy: "name")
}
type Part @sql(table: "parts") { id: ID! lineId: ID! @map(from: "line_id") name: String }
type Tag @sql(table: "tags") { id: ID! name: String }
type Branch @sql(table: "nodes") { id: ID! name: String above: ID below: [Branch!] @sql(where: { above: "{$this.id}" }, orderBy: "id") }
`
const tablesOf = (
  dialect: Dialect,
) => `CREATE TABLE customers (id ${COUNTED_KEY[dialect]}, name VARCHAR(20) NOT NULL UNIQUE, owner VARCHAR(9));
  CREATE TABLE orders (id ${COUNTED_KEY[dialect]}, note VARCHAR(20), customer_id BIGINT REFERENCES customers (id), owner VARCHAR(9));
  CREATE TABLE order_lines (id ${COUNTED_KEY[dialect]}, order_id BIGINT NOT NULL REFERENCES orders (id), item INT NOT NULL, amount INT, owner VARCHAR(9));
  CREATE TABLE parts (id ${COUNTED_KEY[dialect]}, line_id BIGINT NOT NULL REFERENCES order_lines (id), name VARCHAR(9) NOT NULL);
  CREATE TABLE tags (id ${COUNTED_KEY[dialect]}, name VARCHAR(9));
  CREATE TABLE order_tags (order_id BIGINT NOT NULL, tag_id BIGINT NOT NULL, PRIMARY KEY (order_id, tag_id));
  CREATE TABLE nodes (id ${COUNTED_KEY[dialect]}, name VARCHAR(9), above BIGINT REFERENCES nodes (id))`

const ALL = '{ note customer { name } lines { item amount parts { name } } tags { name } }'
const ANN = { 'x-owner': 'ann' }

describe.for(DIALECTS)('Rows are inserted with those that their input holds (%s)', dialect => {
  test('what they refer to before them, what refers to them and the rows between behind', async () => {
    await using database = await createDatabase(dialect, tablesOf(dialect))
    await using gateway = await startTestGateway({ schema: SCHEMA, environment: { DB_URL: database.url } })
    const { body } = await gateway.query(
      `mutation { order(input: { note: "a", customer: { name: "Cem" },
        lines: [{ item: 1, amount: 2 }, { item: 3, parts: [{ name: "x" }, { name: "y" }] }], tags: [{ name: "t" }, { name: "u" }] }) ${ALL} }`,
      {},
      ANN,
    )
    expect(body).toEqual({
      data: {
        order: {
          note: 'a',
          customer: { name: 'Cem' },
          lines: [
            { item: 1, amount: 2, parts: [] },
            { item: 3, amount: null, parts: [{ name: 'x' }, { name: 'y' }] },
          ],
          tags: [{ name: 't' }, { name: 'u' }],
        },
      },
    })
    const back = dialect === 'mariadb' ? '' : ' returning "id"'
    expect(writesOf(gateway)).toEqual(
      [
        `insert into "customers" ("name", "owner") values (?, ?)${back}`,
        `insert into "orders" ("note", "owner", "customer_id") values (?, ?, ?)${back}`,
        'insert into "order_lines" ("item", "amount", "owner", "order_id") values (?, ?, ?, ?)',
        `insert into "order_lines" ("item", "owner", "order_id") values (?, ?, ?)${back}`,
        'insert into "parts" ("name", "line_id") values (?, ?), (?, ?)',
        `insert into "tags" ("name") values (?)${back}`,
        `insert into "tags" ("name") values (?)${back}`,
        'insert into "order_tags" ("order_id", "tag_id") values (?, ?), (?, ?)',
      ].map(text => inDialect(dialect, text)),
    )
    const other = await gateway.query('{ orders { id } customers { id } }', {}, { 'x-owner': 'bob' })
    expect(other.body).toEqual({ data: { orders: [], customers: [] } })
  })

  test('all or nothing, and an error names the argument of its own row', async () => {
    await using database = await createDatabase(dialect, tablesOf(dialect))
    await using gateway = await startTestGateway({ schema: SCHEMA, environment: { DB_URL: database.url } })
    const messageOf = async (input: string) => {
      const { body } = await gateway.query(`mutation { order(input: ${input}) { id } }`, {}, ANN)
      const [error] = (body as { errors: { message: string; extensions: { code: string } }[] }).errors
      return `${error?.extensions.code} ${error?.message}`
    }
    await gateway.query('mutation { order(input: { customer: { name: "Cem" } }) { id } }', {}, ANN)
    const taken = await messageOf('{ note: "b", customer: { name: "Cem" } }')
    expect(taken).toBe('BAD_USER_INPUT "input.customer.name" is taken: there is a row with this value already.')
    // SQLite has no lengths.
    if (dialect !== 'sqlite')
      expect(
        await messageOf('{ note: "b", lines: [{ item: 1 }, { item: 2, parts: [{ name: "longer than nine" }] }] }'),
      ).toBe('BAD_USER_INPUT "input.lines.parts.name" has a value that is too long.')
    expect(await messageOf('{ customerId: 1, customer: { name: "Dan" } }')).toBe(
      'BAD_USER_INPUT "input.customer" says which row is meant, and so does another field, or the row around.',
    )
    expect(await database.run('SELECT id FROM orders')).toHaveLength(1)
    expect(await database.run('SELECT id FROM customers')).toHaveLength(1)
    expect(await database.run('SELECT id FROM order_lines')).toHaveLength(0)
  })

  test('within limits of their number and depth, which are held before anything is sent', async () => {
    await using database = await createDatabase(dialect, tablesOf(dialect))
    const schema = SCHEMA.replace('DB_URL}"', 'DB_URL}", maxNestedRows: 6, maxNestedDepth: 3')
    await using gateway = await startTestGateway({ schema, environment: { DB_URL: database.url } })
    const ask = async (input: object) =>
      (await gateway.query('mutation ($input: NewNode!) { node(input: $input) { id } }', { input })).body
    const chain = (depth: number): object => (depth > 1 ? { below: [chain(depth - 1)] } : { name: 'end' })
    const error = (message: string) => ({ errors: [{ message, extensions: { code: 'BAD_USER_INPUT' } }] })
    expect(await ask(chain(4))).toMatchObject(error("The rows go deeper than the source's maxNestedDepth of 3."))
    expect(await ask({ below: Array.from({ length: 6 }, () => ({})) })).toMatchObject(
      error("This has more rows than the source's maxNestedRows of 6."),
    )
    expect(writesOf(gateway)).toEqual([])
    expect(await ask(chain(3))).toEqual({ data: { node: { id: '1' } } })
    expect(await ask({ below: Array.from({ length: 5 }, () => ({})) })).toEqual({ data: { node: { id: '4' } } })
  })

  test('and ids within are global ones, where ids are', async () => {
    await using database = await createDatabase(dialect, tablesOf(dialect))
    const schema = `extend schema @globalIds ${SCHEMA}`
    await using gateway = await startTestGateway({ schema, environment: { DB_URL: database.url } })
    const ask = async (input: object) => {
      const { body } = await gateway.query(
        'mutation ($input: NewNode!) { node(input: $input) { id below { id name } } }',
        { input },
      )
      return (body as { data: { node: { id: string; below: { id: string }[] } } }).data.node
    }
    const { below } = await ask({ below: [{ name: 'a' }, { name: 'last' }] })
    await database.run('DELETE FROM nodes WHERE id = 2')
    const again = await ask({ below: [{ id: below[0]?.id, name: 'b' }] })
    expect(again.below).toEqual([{ id: below[0]?.id, name: 'b' }])
    expect(await database.run('SELECT id FROM nodes WHERE id = 2')).toHaveLength(1)
  })

  test('as a tree of any form that comes back as it was given', async () => {
    await using database = await createDatabase(dialect, tablesOf(dialect))
    await using gateway = await startTestGateway({ schema: SCHEMA, environment: { DB_URL: database.url } })
    await fc.assert(
      fc.asyncProperty(treesOf(4), async input => {
        const { body } = await gateway.query(
          'mutation ($input: NewNode!) { node(input: $input) { name below { name below { name below { name below { name } } } } } }',
          { input },
        )
        expect(withoutEmpty((body as { data: { node: Tree } }).data.node)).toEqual(withoutEmpty(input))
      }),
      { numRuns: 25 },
    )
  })
})

interface Tree {
  readonly name: string | null
  readonly below?: readonly Tree[]
}

/** Trees that are no deeper than this. */
function treesOf(depth: number): fc.Arbitrary<Tree> {
  const name = fc.option(fc.stringMatching(/^[a-z'"\\]{0,5}$/), { nil: null })
  return fc.record({ name, below: depth > 1 ? fc.array(treesOf(depth - 1), { maxLength: 3 }) : fc.constant([]) })
}

function withoutEmpty({ name, below = [] }: Tree): Tree {
  return below.length > 0 ? { name, below: below.map(withoutEmpty) } : { name }
}
