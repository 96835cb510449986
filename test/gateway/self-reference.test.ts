import { describe, expect, test } from 'vitest'
import { createDatabase, DIALECTS } from '../support/dialects.ts'
import { startTestGateway } from '../support/gateway.ts'
import { createMariaDatabase } from '../support/mariadb.ts'

const TABLES = `
  CREATE TABLE employees (id INT PRIMARY KEY, name VARCHAR(20), grade INT, boss_id INT);
  CREATE TABLE teams (lead_id INT, employee_id INT);
  INSERT INTO employees VALUES (1, 'Ann', 1, NULL), (2, 'Bob', 1, 1), (3, 'Cem', 1, 1), (4, 'Dee', 1, 2);
  INSERT INTO teams VALUES (1, 3), (1, 4);`

const SCHEMA = `extend schema @source(name: "db", sql: { url: "{$env.DB_URL}" })
type Query {
  all: [Employee!] @sql(orderBy: "id")
}
type Mutation {
  raise(boss: String!): [Employee!] @sql(update: { grade: 2 }, where: { boss: { name: "{$args.boss}" } })
  count(boss: String!): Int @sql(type: "Employee", update: { grade: 3 }, where: { boss: { name: "{$args.boss}" } })
  touch(boss: String!, grade: Int): Int
    @sql(type: "Employee", update: { grade: "{$args.grade}" }, where: { boss: { boss: { name: "{$args.boss}" } } })
  raiseOne(id: ID!, boss: String!): Employee
    @sql(update: { grade: 4 }, where: { id: "{$args.id}", boss: { name: "{$args.boss}" } })
  raiseTeam(lead: String!): Int
    @sql(type: "Employee", update: { grade: 5 }, where: { leads: { some: { name: "{$args.lead}" } } })
  dropOne(id: ID!): Employee @sql(delete: true, where: { id: "{$args.id}", reports: { none: { grade: { gt: 0 } } } })
  dropLeaves(name: String!): Int
    @sql(type: "Employee", delete: true, where: { name: { ne: "{$args.name}" }, reports: { none: { grade: { gte: 0 } } } })
  dropOf(boss: String!): [Employee!] @sql(delete: true, where: { boss: { name: "{$args.boss}" } })
}
type Employee @sql(table: "employees") {
  id: ID!
  name: String
  grade: Int
  boss: Employee @map(from: "boss_id")
  reports: [Employee!] @sql(where: { boss_id: "{$this.id}" })
  leads: [Employee!]
    @sql(through: { table: "teams", where: { employee_id: "{$this.id}" }, on: { lead_id: "id" } })
}
`

for (const dialect of DIALECTS)
  describe(dialect, () => {
    test('Rows are changed and deleted by what other rows of their own table are', async () => {
      await using database = await createDatabase(dialect, TABLES)
      await using gateway = await startTestGateway({ schema: SCHEMA, environment: { DB_URL: database.url } })
      const ask = async (mutation: string) => (await gateway.query(`mutation { ${mutation} }`)).body
      expect(await ask('raise(boss: "Ann") { id grade }')).toEqual({
        data: {
          raise: [
            { id: '2', grade: 2 },
            { id: '3', grade: 2 },
          ],
        },
      })
      expect(
        await ask(
          'count(boss: "Bob") touch(boss: "Ann", grade: 7) one: raiseOne(id: 2, boss: "Ann") { grade } none: raiseOne(id: 2, boss: "Bob") { grade } raiseTeam(lead: "Ann")',
        ),
      ).toEqual({
        data: { count: 1, touch: 1, one: { grade: 4 }, none: null, raiseTeam: 2 },
      })
      expect((await gateway.query('{ all { id grade } }')).body).toEqual({
        data: {
          all: [
            { id: '1', grade: 1 },
            { id: '2', grade: 4 },
            { id: '3', grade: 5 },
            { id: '4', grade: 5 },
          ],
        },
      })
      expect(await ask('dropOne(id: 1) { id } dropLeaves(name: "Cem") dropOf(boss: "Ann") { id }')).toEqual({
        data: { dropOne: null, dropLeaves: 1, dropOf: [{ id: '2' }, { id: '3' }] },
      })
    })
  })

test('MySQL, which changes no table that a subquery reads, is told to find the keys first', async () => {
  await using database = await createMariaDatabase(TABLES)
  await using gateway = await startTestGateway({ schema: SCHEMA, environment: { DB_URL: database.url } })
  await gateway.query('mutation { count(boss: "Bob") dropLeaves(name: "Cem") }')
  const sent = gateway.log.flatMap(({ text }) => (typeof text === 'string' ? [text] : []))
  const keys = (where: string) =>
    `(select distinct \`id\` as \`sluice_key0\` from \`employees\` where ${where}) as \`sluice_found\` on \`employees\`.\`id\` = \`sluice_key0\``
  expect(sent).toEqual([
    `update \`employees\` inner join ${keys('exists (select 1 from `employees` as `r1` where `r1`.`id` = `employees`.`boss_id` and `r1`.`name` = ?)')} set \`grade\` = ?`,
    `delete \`employees\` from \`employees\` inner join ${keys('`name` <> ? and not exists (select 1 from `employees` as `r1` where `r1`.`boss_id` = `employees`.`id` and `r1`.`grade` >= ?)')}`,
  ])
})
