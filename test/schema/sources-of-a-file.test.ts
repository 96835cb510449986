import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { graphql } from 'graphql'
import { expect, test } from 'vitest'
import { checkSchema, createSchema, printProblems, printSchema } from '../../src/index.ts'
import { createDatabase, DIALECTS } from '../support/dialects.ts'
import { createTempDirectory, type TempDirectory } from '../support/temp-directory.ts'

const SHOP = `extend schema @source(name: "shop", sql: { url: "{$env.SHOP_URL}" })
type Query {
  orders(where: OrderFilter): [Order!] @sql(orderBy: "id")
}
type Order @sql(table: "orders") {
  id: ID!
  tags: [Tag!] @sql(through: { table: "order_tags", where: { order_id: "{$this.id}" }, on: { tag_id: "id" } }, orderBy: "id")
  person: Person @map(from: "person_id")
}
type Tag @sql(table: "tags") {
  id: ID!
  name: String!
}
`
const STAFF = `extend schema @source(name: "staff", sql: { url: "{$env.STAFF_URL}" })
type Query {
  people(where: PersonFilter): [Person!] @sql(orderBy: "id")
}
type Person @sql(table: "people") {
  id: ID!
  name: String!
  orders: [Order!] @sql(where: { person_id: "{$this.id}" }, orderBy: "id")
}
`
const SHOP_SQL = `
CREATE TABLE orders (id INT PRIMARY KEY, person_id INT);
CREATE TABLE tags (id INT PRIMARY KEY, name VARCHAR(9));
CREATE TABLE order_tags (order_id INT, tag_id INT, PRIMARY KEY (order_id, tag_id));
INSERT INTO orders VALUES (1, 7), (2, 8);
INSERT INTO tags VALUES (1, 'new');
INSERT INTO order_tags VALUES (2, 1);`
const STAFF_SQL = `
CREATE TABLE people (id INT PRIMARY KEY, name VARCHAR(9));
INSERT INTO people VALUES (7, 'Ada'), (8, 'Bo');`

async function writeFiles(files: Readonly<Record<string, string>>): Promise<TempDirectory> {
  const directory = await createTempDirectory()
  for (const [name, text] of Object.entries(files)) await writeFile(join(directory.path, name), text)
  return directory
}

const OFFLINE = { SHOP_URL: 'sqlite:shop.db', STAFF_URL: 'sqlite:staff.db' }

async function problemsOf(schemaPath: string, environment: Record<string, string>): Promise<string> {
  const problems = await checkSchema({ schemaPath, environment, offline: environment === OFFLINE })
  return printProblems(problems).replaceAll(`${schemaPath}/`, '')
}

for (const dialect of DIALECTS)
  test(`A binding means the only source of its kind that its own file declares (${dialect})`, async () => {
    await using shop = await createDatabase(dialect, SHOP_SQL)
    await using staff = await createDatabase(dialect, STAFF_SQL)
    await using files = await writeFiles({ 'shop.graphql': SHOP, 'staff.graphql': STAFF })
    const environment = { SHOP_URL: shop.url, STAFF_URL: staff.url }
    expect(await problemsOf(files.path, environment)).toBe('')
    await using bound = await createSchema({ schemaPath: files.path, environment })
    const source =
      '{ orders(where: { tags: { some: { name: { eq: "new" } } } }) { id person { name orders { id } } } people { name } }'
    expect(JSON.parse(JSON.stringify(await graphql({ schema: bound.schema, source })))).toEqual({
      data: {
        orders: [{ id: '2', person: { name: 'Bo', orders: [{ id: '2' }] } }],
        people: [{ name: 'Ada' }, { name: 'Bo' }],
      },
    })
  })

test('A filter goes through the relations of one database only, whichever files say which it is', async () => {
  await using files = await writeFiles({
    'shop.graphql': SHOP,
    'staff.graphql': STAFF,
    'joins.graphql': `type Note @sql(source: "shop", table: "notes") { id: ID! tag: Tag person: Person }
extend type Query { notes(where: NoteFilter): [Note!] @sql }\n`,
  })
  expect(await problemsOf(files.path, OFFLINE)).toBe('')
  const printed = await printSchema({ schemaPath: files.path, definitions: true })
  const fieldsOf = (type: string) =>
    [...(new RegExp(`^input ${type} {\\n(.*?)\\n}`, 'ms').exec(printed)?.[1] ?? '').matchAll(/^ {2}(\w+):/gm)].map(
      ([, name]) => name,
    )
  expect(fieldsOf('OrderFilter')).toEqual(['id', 'tags', 'and', 'or', 'not'])
  expect(fieldsOf('PersonFilter')).toEqual(['id', 'name', 'and', 'or', 'not'])
  expect(fieldsOf('NoteFilter')).toEqual(['id', 'tag', 'and', 'or', 'not'])
})

test('A source that two files declare alike is that of the bindings of both', async () => {
  await using files = await writeFiles({
    'a-again.graphql': `extend schema @source(name: "shop", sql: { url: "{$env.SHOP_URL}" })
extend type Query { tags: [Tag!] @sql(orderBy: "id") }
type Label @sql(table: "labels") { id: ID! }
`,
    'shop.graphql': SHOP,
    'staff.graphql': STAFF,
  })
  expect(await problemsOf(files.path, OFFLINE)).toBe('')
})

for (const dialect of DIALECTS)
  test(`A file that declares several sources, or none, has to say which one; nothing is told of the others' tables (${dialect})`, async () => {
    await using shop = await createDatabase(dialect, SHOP_SQL)
    await using staff = await createDatabase(dialect, STAFF_SQL)
    await using files = await writeFiles({
      'joins.graphql': `type Team @sql(table: "people") { id: ID! title: String }
type Item @sql(table: "items") { id: ID! teams: [Team!] @sql(through: { table: "nowhere", where: { item: "{$this.id}" }, on: { team: "id" } }) }
extend type Query { names: [String!] @sql(query: "SELECT name FROM people") }
`,
      'shop.graphql': SHOP,
      'staff.graphql': STAFF,
    })
    const which = (place: string) =>
      `joins.graphql:${place}: there are several sql sources. Say which one: source: "shop" or "staff".`
    expect(await problemsOf(files.path, { SHOP_URL: shop.url, STAFF_URL: staff.url })).toBe(
      [which('1:11 error Team'), which('2:11 error Item'), which('3:38 error Query.names')].join('\n'),
    )
  })
