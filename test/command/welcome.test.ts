import { expect, test } from 'vitest'
import { createSqliteDatabase } from '../support/sqlite.ts'
import { runSluice, startSluice } from './sluice.ts'

test('npm start says what it started, where each source is, and which query to paste', async () => {
  await using sluice = startSluice(['start', '--demo', '--port', '0'])
  const url = await sluice.said(/ at (http:\S+)\/graphql$/m)
  const api = await sluice.said(/api +http +(\S+)$/m)
  await sluice.said(/Ctrl-C stops it\.\n/)
  sluice.kill('SIGTERM')
  expect((await sluice.ending).out).toBe(`Sluice serves schema.graphql at ${url}/graphql

Sources:
  api  http  ${api}
  db   sql   sqlite:demo/users.db

Started for the demo:
  a posts API in a process of its own (set POSTS_URL to use another)
  a SQLite file of users (set DATABASE_URL to use another database)

Open ${url}/graphql in a browser and run:

  {
    posts(limit: 3) {
      title
      author {
        name
      }
      comments {
        body
      }
    }
  }

Or from another terminal:

  curl ${url}/graphql -H 'content-type: application/json' -d '{"query":"{ posts(limit: 3) { title author { name } comments { body } } }"}'

Ctrl-C stops it.
Draining: requests under way are answered, new ones are refused.
`)
})

test('The demo brings only what is not configured', async () => {
  await using sluice = startSluice(['start', '--demo', '--port', '0', '--no-graphiql'], {
    environment: { POSTS_URL: 'http://127.0.0.1:1/v1' },
  })
  expect(await sluice.said(/api +http +(.*)$/m)).toBe('http://127.0.0.1:1')
  await sluice.said(/Ctrl-C stops it\.\n/)
  sluice.kill('SIGTERM')
  const { out } = await sluice.ending
  expect(out).toMatch(/^Started for the demo:\n {2}a SQLite file of users \(.*\)\n\nNot of the demo/m)
  expect(out).toMatch(/^A query to begin with:\n/m)
  expect(out).toMatch(/^Not of the demo, but of your environment:\n {2}posts are those of POSTS_URL \(POSTS_URL= /m)
  expect(out).not.toMatch(/browser/)
})

test('A database of the environment that is not of the demo is told in one line', async () => {
  await using database = await createSqliteDatabase('CREATE TABLE accounts (id INTEGER PRIMARY KEY)')
  const environment = { DATABASE_URL: database.url }
  expect(await runSluice(['start', '--demo', '--port', '0'], { environment })).toEqual({
    code: 1,
    signal: null,
    out: '',
    err: "DATABASE_URL of your environment names a database that has not the demo's table of users. Take the demo's own: DATABASE_URL= sluice start --demo\n",
  })
  // Empty, it counts as absent.
  await using sluice = startSluice(['start', '--demo', '--port', '0'], { environment: { DATABASE_URL: '' } })
  expect(await sluice.said(/db +sql +(.*)$/m)).toBe('sqlite:demo/users.db')
})

test.each([
  [['--host', '0.0.0.0'], 'GraphiQL and introspection. For a public gateway: --profile production'],
  [['--host', '0.0.0.0', '--no-graphiql'], 'introspection. For a public gateway: --profile production'],
  [['--host', '0.0.0.0', '--no-graphiql', '--no-introspection'], undefined],
  [['--host', '0.0.0.0', '--profile', 'production'], undefined],
  [['--host', 'localhost'], undefined],
])('With %j it says what other machines find: %s', async (flags, found) => {
  await using sluice = startSluice(['start', '--demo', '--port', '0', ...flags])
  await sluice.said(/Ctrl-C stops it\.\n/)
  sluice.kill('SIGTERM')
  const { out } = await sluice.ending
  expect(/^Other machines can reach it, with (.*)$/m.exec(out)?.[1]).toBe(found)
})
