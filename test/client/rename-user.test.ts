import { DatabaseSync } from 'node:sqlite'
import { expect, test } from 'vitest'
import { startDemoGateway } from './demo-gateway.ts'

test('The demo renames a user in its database, and answers with the user and the posts of the API', async () => {
  await using gateway = await startDemoGateway()
  const query =
    'mutation { renameUser(id: 1, name: "Zoe") { name posts { id } } nobody: renameUser(id: 99, name: "Zoe") { id } }'
  const { body } = await gateway.query(query)
  expect(body).toMatchObject({
    data: { renameUser: { name: 'Zoe', posts: [{ id: '1' }, {}, {}, {}, {}, {}, {}, {}, {}, {}] }, nobody: null },
  })
  using database = new DatabaseSync(gateway.database, { readOnly: true })
  expect(database.prepare("SELECT id FROM users WHERE name = 'Zoe'").all()).toEqual([{ id: 1 }])
})
