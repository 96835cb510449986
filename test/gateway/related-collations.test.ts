import { describe, expect, test } from 'vitest'
import { createDatabase, DIALECTS } from '../support/dialects.ts'
import { startTestGateway, type TestGateway } from '../support/gateway.ts'

/** Upper and lower case are one. */
const TEXT = {
  sqlite: 'TEXT COLLATE NOCASE',
  mariadb: 'VARCHAR(20) COLLATE utf8mb4_general_ci',
  postgres: 'CITEXT',
}

/** City 6 has no country, order 7 no city. */
const tables = (text: string) => `
  CREATE TABLE countries (id INT PRIMARY KEY, name ${text});
  CREATE TABLE cities (id INT PRIMARY KEY, country INT, name ${text}, size INT);
  CREATE TABLE batches (id INT PRIMARY KEY);
  CREATE TABLE orders (id INT PRIMARY KEY, city INT, batch INT);
  INSERT INTO countries VALUES (1, 'germany'), (2, 'Germany'), (3, 'Austria'), (4, 'switzerland');
  INSERT INTO cities VALUES (1, 1, 'berlin', 1), (2, 2, 'Berlin', 1), (3, 3, 'Aachen', 1), (4, 4, 'zwickau', 2), (5, 2, 'Zittau', 2),
    (6, NULL, 'vienna', 2);
  INSERT INTO orders VALUES (1, 1, 1), (2, 2, 1), (3, 3, 1), (4, 4, 1), (5, 5, 2), (6, 6, 2), (7, NULL, 2);
  INSERT INTO batches VALUES (1), (2);`

const SCHEMA = `extend schema @source(name: "db", sql: { url: "{$env.DB_URL}" })
type Query {
  orders(orderBy: [OrderOrder!]): [Order!] @sql(orderBy: "id")
  pages(orderBy: [OrderOrder!], first: Int, last: Int, after: String, before: String): OrderConnection @sql(orderBy: "id")
  ordersBy(groupBy: [OrderGroup!]!, orderBy: [OrderGroupOrder!]): [OrderGroupRow!] @sql
  citiesBy(groupBy: [CityGroup!]!, having: CityAggregateFilter, orderBy: [CityGroupOrder!]): [CityGroupRow!] @sql
  batches: [Batch!] @sql(orderBy: "id")
  countries(where: CountryFilter, orderBy: [CountryOrder!]): [Country!] @sql(orderBy: "id")
}
type Order @sql(table: "orders") { id: Int! city: City @map(from: "city") }
type City @sql(table: "cities") {
  id: Int!
  name: String
  size: Int
  country: Country @map(from: "country")
}
type Batch @sql(table: "batches") {
  id: Int!
  orders(orderBy: [OrderOrder!], limit: Int): [Order!] @sql(where: { batch: "{$this.id}" }, orderBy: "id")
}
type Country @sql(table: "countries") { id: Int! name: String cities: [City!] @sql(where: { country: "{$this.id}" }) }
extend input CityListFilter { min: CityAggregateMinFilter max: CityAggregateMaxFilter }
extend input CityListOrder { min: CityAggregateMinOrder max: CityAggregateMaxOrder }
`

for (const dialect of DIALECTS)
  describe(dialect, () => {
    async function start() {
      const resources = new AsyncDisposableStack()
      const before = dialect === 'postgres' ? 'CREATE EXTENSION citext;' : ''
      const database = resources.use(await createDatabase(dialect, before + tables(TEXT[dialect])))
      const gateway = resources.use(await startTestGateway({ schema: SCHEMA, environment: { DB_URL: database.url } }))
      return {
        ask: <Data>(query: string) => answerOf<Data>(gateway, query),
        [Symbol.asyncDispose]: () => resources.disposeAsync(),
      }
    }

    test('Groups are told apart as the collation of a related row’s column does, near and far', async () => {
      await using gateway = await start()
      const answer = await gateway.ask(`{
        near: ordersBy(groupBy: [{ city: { name: VALUE } }]) { keys { city { name } } count }
        far: ordersBy(groupBy: [{ city: { country: { name: VALUE } } }]) { keys { city { country { name } } } count }
      }`)
      const inCity = (city: object, count: number) => ({ keys: { city }, count })
      // Which of the texts that are one stands for them, nobody says.
      expect(JSON.parse(JSON.stringify(answer).toLowerCase())).toEqual({
        near: [
          inCity({ name: null }, 1),
          inCity({ name: 'aachen' }, 1),
          inCity({ name: 'berlin' }, 2),
          inCity({ name: 'vienna' }, 1),
          inCity({ name: 'zittau' }, 1),
          inCity({ name: 'zwickau' }, 1),
        ],
        far: [
          inCity({ country: { name: null } }, 2),
          inCity({ country: { name: 'austria' } }, 1),
          inCity({ country: { name: 'germany' } }, 3),
          inCity({ country: { name: 'switzerland' } }, 1),
        ],
      })
    })

    test('Rows are in the order of the collation of a related row’s column, in lists, per parent and on all pages', async () => {
      await using gateway = await start()
      const sorted = [7, 3, 1, 2, 6, 5, 4]
      expect(
        await gateway.ask(`{
          near: orders(orderBy: [{ city: { name: ASC } }]) { id }
          far: orders(orderBy: [{ city: { country: { name: DESC } } }]) { id }
          batches { orders(orderBy: [{ city: { name: ASC } }], limit: 2) { id } }
        }`),
      ).toEqual({
        near: withIds(sorted),
        far: withIds([4, 1, 2, 5, 3, 6, 7]),
        batches: [{ orders: withIds([3, 1]) }, { orders: withIds([7, 6]) }],
      })
      for (const [size, next, cursor] of [
        ['first', 'after', 'endCursor'],
        ['last', 'before', 'startCursor'],
      ] as const) {
        const seen: unknown[] = []
        let place = ''
        for (let page = 0; page < sorted.length; page++) {
          const { pages } = await gateway.ask<Pages>(
            `{ pages(orderBy: [{ city: { name: ASC } }], ${size}: 1${place}) { nodes { id } pageInfo { ${cursor} } } }`,
          )
          seen.push(...pages.nodes)
          place = `, ${next}: "${pages.pageInfo[cursor]}"`
        }
        expect(seen).toEqual(withIds(size === 'first' ? sorted : sorted.toReversed()))
      }
    })

    test('The smallest and the largest text are compared and ordered by the collation of their column', async () => {
      await using gateway = await start()
      const answer = await gateway.ask(`{
        equal: citiesBy(groupBy: [{ size: VALUE }], having: { max: { name: { eq: "ZITTAU" } } }) { count }
        same: citiesBy(groupBy: [{ size: VALUE }], having: { max: { name: { eq: "BERLIN" } } }) { count }
        ordered: citiesBy(groupBy: [{ id: VALUE }], orderBy: [{ max: { name: ASC } }]) { keys { id } }
        least: countries(where: { cities: { min: { name: { lt: "b" } } } }) { id }
        most: countries(where: { cities: { max: { name: { in: ["ZITTAU", "BERLIN"] } } } }) { id }
        countries(orderBy: [{ cities: { max: { name: DESC } } }]) { id }
      }`)
      expect(answer).toEqual({
        equal: [],
        same: [{ count: 3 }],
        ordered: [3, 1, 2, 6, 5, 4].map(id => ({ keys: { id } })),
        least: [{ id: 3 }],
        most: [{ id: 1 }, { id: 2 }],
        countries: [4, 2, 1, 3].map(id => ({ id })),
      })
    })
  })

function withIds(ids: readonly number[]) {
  return ids.map(id => ({ id }))
}

interface Pages {
  readonly pages: { readonly nodes: readonly unknown[]; readonly pageInfo: Readonly<Record<string, string>> }
}

async function answerOf<Data>(gateway: TestGateway, query: string): Promise<Data> {
  const { body } = await gateway.query(query)
  expect(body).not.toHaveProperty('errors')
  return (body as { data: Data }).data
}
