import { expect, test } from 'vitest'
import { createDatabase } from '../support/dialects.ts'
import { startTestGateway } from '../support/gateway.ts'

/** Values from the smallest to the largest that the column holds. */
const COLUMNS = [
  ['mariadb', 'TINYINT(1)', [-128, -1, 2, 100, 127], 128],
  ['mariadb', 'TINYINT(1) UNSIGNED', [2, 127, 128, 200, 255], 256],
  ['mariadb', 'TINYINT(1) ZEROFILL', [2, 127, 128, 200, 255], 256],
  ['sqlite', 'BOOLEAN', [-1_000, -1, 2, 128, 70_000], undefined],
  ['sqlite', 'TINYINT(1)', [-1_000, -1, 2, 128, 70_000], undefined],
] as const

const SCHEMA = `extend schema @source(name: "db", sql: { url: "{$env.DB_URL}" })
type Query {
  items(where: ItemFilter): [Item!] @sql(orderBy: "id")
  page(first: Int, after: String): ItemConnection @sql(orderBy: [{ number: DESC }, "id"])
}
type Mutation { add(input: NewItem!): Item @sql(insert: "{$args.input}") }
type Item @sql(table: "items", key: "id") { id: Int! number: Int other: Other @map(from: "number") }
type Other @sql(table: "others", key: "number") { number: Int! name: String! }
input NewItem { id: Int! number: Int }
`

for (const [dialect, type, values, tooLarge] of COLUMNS)
  test(`A ${type} is found, joined, paged and written by every number that it holds (${dialect})`, async () => {
    await using database = await createDatabase(
      dialect,
      `CREATE TABLE items (id INT PRIMARY KEY, number ${type});
       CREATE TABLE others (number ${type} PRIMARY KEY, name VARCHAR(20));
       INSERT INTO items VALUES (0, NULL), ${values.map((value, at) => `(${at + 1}, ${value})`).join()};
       INSERT INTO others VALUES ${values.map(value => `(${value}, 'n${value}')`).join()};`,
    )
    await using gateway = await startTestGateway({ schema: SCHEMA, environment: { DB_URL: database.url } })
    const { body: joined } = await gateway.query('{ items { number other { name } } }')
    expect(joined).toEqual({
      data: {
        items: [
          { number: null, other: null },
          ...values.map(value => ({ number: value, other: { name: `n${value}` } })),
        ],
      },
    })
    const find =
      'query ($number: Int) { eq: items(where: { number: { eq: $number } }) { number } lt: items(where: { number: { lt: $number } }) { number } gte: items(where: { number: { gte: $number } }) { number } }'
    for (const value of values)
      expect((await gateway.query(find, { number: value })).body).toEqual({
        data: {
          eq: [{ number: value }],
          lt: values.filter(each => each < value).map(number => ({ number })),
          gte: values.filter(each => each >= value).map(number => ({ number })),
        },
      })
    const paged: (number | null)[] = []
    let after: string | null = null
    do {
      const { body } = await gateway.query(
        'query ($after: String) { page(first: 1, after: $after) { nodes { number } pageInfo { hasNextPage endCursor } } }',
        { after },
      )
      const { page } = (body as { data: { page: Page } }).data
      paged.push(...page.nodes.map(({ number }) => number))
      after = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null
    } while (after !== null)
    expect(paged).toEqual([...values.toReversed(), null])
    const add = 'mutation ($number: Int) { add(input: { id: 9, number: $number }) { number } }'
    if (tooLarge !== undefined)
      expect((await gateway.query(add, { number: tooLarge })).body).toMatchObject({
        errors: [{ extensions: { code: 'BAD_USER_INPUT' } }],
      })
    expect((await gateway.query(add, { number: values.at(-1) })).body).toEqual({
      data: { add: { number: values.at(-1) } },
    })
  })

interface Page {
  readonly nodes: readonly { readonly number: number | null }[]
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string }
}
