import { expect, test } from 'vitest'
import { importDatabase } from '../../src/compose/import-database.ts'
import { createDatabase, DIALECTS } from '../support/dialects.ts'
import { startTestGateway } from '../support/gateway.ts'

async function importFrom(url: string) {
  return await importDatabase({
    url,
    mutations: true,
    directory: '/',
  })
}

/** Every key begins with the tenant, which both sides of the join table share. */
const TASKS = `
  CREATE TABLE tenants (id INTEGER NOT NULL PRIMARY KEY, slug VARCHAR(20) NOT NULL);
  CREATE TABLE users (tenant_id INTEGER NOT NULL, id INTEGER NOT NULL, name VARCHAR(20) NOT NULL,
    PRIMARY KEY (tenant_id, id), FOREIGN KEY (tenant_id) REFERENCES tenants (id));
  CREATE TABLE tasks (tenant_id INTEGER NOT NULL, id INTEGER NOT NULL, title VARCHAR(20) NOT NULL,
    PRIMARY KEY (tenant_id, id), FOREIGN KEY (tenant_id) REFERENCES tenants (id));
  CREATE TABLE assignments (tenant_id INTEGER NOT NULL, task_id INTEGER NOT NULL, user_id INTEGER NOT NULL,
    PRIMARY KEY (tenant_id, task_id, user_id), FOREIGN KEY (tenant_id) REFERENCES tenants (id),
    FOREIGN KEY (tenant_id, task_id) REFERENCES tasks (tenant_id, id),
    FOREIGN KEY (tenant_id, user_id) REFERENCES users (tenant_id, id));
  INSERT INTO tenants (id, slug) VALUES (1, 'acme'), (2, 'bolt');
  INSERT INTO users (tenant_id, id, name) VALUES (1, 1, 'Ann'), (1, 2, 'Bob'), (2, 1, 'Cyd'), (2, 2, 'Dan');
  INSERT INTO tasks (tenant_id, id, title) VALUES (1, 1, 'Bake'), (1, 2, 'Eat'), (2, 1, 'Brew');
  INSERT INTO assignments (tenant_id, task_id, user_id) VALUES (1, 1, 1), (1, 1, 2), (2, 1, 2);`

for (const dialect of DIALECTS)
  test(`A join table whose sides share the tenant joins within the tenant (${dialect})`, async () => {
    await using database = await createDatabase(dialect, TASKS)
    const { text, notes } = await importFrom(database.url)
    expect(notes).toEqual([])
    expect(text).not.toContain('type Assignment')
    await using gateway = await startTestGateway({ schema: text, environment: { DATABASE_URL: database.url } })
    const created = await gateway.query('mutation { createAssignment(tenantId: 1, taskId: 2, userId: 1) }')
    expect(created.body).toEqual({ data: { createAssignment: true } })
    const { body } = await gateway.query(`{
      tasks { title users { name } usersConnection(first: 1) { totalCount nodes { name } } }
      users(where: { tasks: { some: { title: { eq: "Bake" } } } }) { name tasks { title } }
    }`)
    expect(body).toEqual({
      data: {
        tasks: [
          {
            title: 'Bake',
            users: [{ name: 'Ann' }, { name: 'Bob' }],
            usersConnection: { totalCount: 2, nodes: [{ name: 'Ann' }] },
          },
          { title: 'Eat', users: [{ name: 'Ann' }], usersConnection: { totalCount: 1, nodes: [{ name: 'Ann' }] } },
          { title: 'Brew', users: [{ name: 'Dan' }], usersConnection: { totalCount: 1, nodes: [{ name: 'Dan' }] } },
        ],
        users: [
          { name: 'Ann', tasks: [{ title: 'Bake' }, { title: 'Eat' }] },
          { name: 'Bob', tasks: [{ title: 'Bake' }] },
        ],
      },
    })
  })

test('PostgreSQL makes a key by its default, and its arrays are in inputs but where they have dimensions', async () => {
  await using database = await createDatabase(
    'postgres',
    `CREATE TABLE notes (id UUID PRIMARY KEY DEFAULT gen_random_uuid(), title TEXT NOT NULL, tags TEXT[] NOT NULL DEFAULT '{a}');
     CREATE TABLE grids (id INTEGER PRIMARY KEY, cells INTEGER[][] NOT NULL)`,
  )
  const { text } = await importFrom(database.url)
  expect(text).toContain('input NoteInput {\n  id: ID\n  title: String!\n  tags: [String]\n}')
  expect(text).not.toContain('createGrid')
  await using gateway = await startTestGateway({ schema: text, environment: { DATABASE_URL: database.url } })
  const { body } = await gateway.query('mutation { createNote(input: { title: "One" }) { id title tags } }')
  expect(body).toEqual({
    data: { createNote: { id: expect.stringMatching(/^[0-9a-f-]{36}$/), title: 'One', tags: ['a'] } },
  })
  const tagged = await gateway.query('mutation { createNote(input: { title: "Two", tags: ["b", "c"] }) { tags } }')
  expect(tagged.body).toEqual({ data: { createNote: { tags: ['b', 'c'] } } })
})

test("A spatial column of MySQL is told as left out, and keeps out of the table's inputs", async () => {
  await using database = await createDatabase(
    'mariadb',
    `CREATE TABLE shops (id INT PRIMARY KEY, at POINT, area MULTIPOLYGON, pointer INT);
     CREATE TABLE places (id INT PRIMARY KEY, at GEOMETRY NOT NULL)`,
  )
  const { text, notes } = await importFrom(database.url)
  expect(notes).toEqual([
    'The column "places.at": geometry is read by a query of your own, with ST_AsText.',
    'The column "shops.at": point is read by a query of your own, with ST_AsText.',
    'The column "shops.area": multipolygon is read by a query of your own, with ST_AsText.',
  ])
  expect(text).toContain('input ShopInput {\n  id: ID!\n  pointer: Int\n}')
  expect(text).not.toContain('createPlace')
})
