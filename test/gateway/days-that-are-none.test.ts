import { expect, test } from 'vitest'
import { importDatabase } from '../../src/compose/import-database.ts'
import { createDatabase } from '../support/dialects.ts'
import { startTestGateway, type TestGateway } from '../support/gateway.ts'

interface Connection {
  readonly nodes: readonly { readonly id: string }[]
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string }
}

/** The ids on all pages of one row each. */
async function walk(gateway: TestGateway, field: string, orderBy: string): Promise<string[]> {
  const ids: string[] = []
  for (let after: string | null = null; ids.length < 10; ) {
    const page = `${field}(first: 1, after: $after, orderBy: [${orderBy}]) { nodes { id } pageInfo { hasNextPage endCursor } }`
    const { body } = await gateway.query(`query ($after: String) { page: ${page} }`, { after })
    const { nodes, pageInfo } = (body as { data: { page: Connection } }).data.page
    ids.push(...nodes.map(({ id }) => id))
    if (!pageInfo.hasNextPage) break
    after = pageInfo.endCursor
  }
  return ids
}

async function importedGateway(url: string) {
  const { text } = await importDatabase({ url, mutations: true, directory: '/' })
  return await startTestGateway({ schema: text, environment: { DATABASE_URL: url } })
}

test('MariaDB: a post without a date is there, its date null, and has its place in every order', async () => {
  await using database = await createDatabase(
    'mariadb',
    `SET sql_mode = ''; CREATE TABLE posts (id INT PRIMARY KEY AUTO_INCREMENT, title TEXT NOT NULL,
       published DATETIME NOT NULL DEFAULT '0000-00-00 00:00:00', day DATE NOT NULL DEFAULT '0000-00-00', seen DATETIME NOT NULL);
     INSERT INTO posts (title, published, day) VALUES ('one', '2024-01-01 09:00:00', '2024-01-01'), ('draft', DEFAULT, DEFAULT),
       ('three', '2024-01-03 09:00:00', '2024-01-03');`,
  )
  await using gateway = await importedGateway(database.url)
  const { body } = await gateway.query(
    '{ posts { id published day } none: posts(where: { published: { isNull: true } }) { id } }',
  )
  expect(body).toEqual({
    data: {
      posts: [
        { id: '1', published: '2024-01-01T09:00:00Z', day: '2024-01-01' },
        { id: '2', published: null, day: null },
        { id: '3', published: '2024-01-03T09:00:00Z', day: '2024-01-03' },
      ],
      none: [{ id: '2' }],
    },
  })
  for (const column of ['published', 'day']) {
    expect(await walk(gateway, 'postsConnection', `{ ${column}: ASC }`)).toEqual(['2', '1', '3'])
    expect(await walk(gateway, 'postsConnection', `{ ${column}: DESC }`)).toEqual(['3', '1', '2'])
  }
  // The import can't know of a column without such a default: there it is null where none must be.
  expect((await gateway.query('{ posts { seen } }')).body).toMatchObject({
    data: { posts: null },
    errors: [{ path: ['posts', 0, 'seen'], extensions: { reason: 'wrong_shape' } }],
  })
})

test('PostgreSQL: a contract without end is shown, found, written and paged over', async () => {
  await using database = await createDatabase(
    'postgres',
    `CREATE TABLE contract (id INT PRIMARY KEY, valid_to DATE NOT NULL, since TIMESTAMPTZ NOT NULL, amount NUMERIC NOT NULL);
     INSERT INTO contract VALUES (1, '2024-01-01', '-infinity', 1), (2, 'infinity', '2024-01-01 10:00:00+00', 'NaN'),
       (3, '2023-01-01', 'infinity', 3), (4, '2022-01-01', '2023-01-01 10:00:00+00', 2);`,
  )
  await using gateway = await importedGateway(database.url)
  const { body } = await gateway.query(`{
    contracts { id validTo since }
    open: contracts(where: { validTo: { eq: "infinity" } }) { id }
    ended: contracts(where: { validTo: { lt: "infinity" }, since: { in: ["infinity", "-infinity"] } }) { id }
  }`)
  expect(body).toEqual({
    data: {
      contracts: [
        { id: '1', validTo: '2024-01-01', since: '-infinity' },
        { id: '2', validTo: 'infinity', since: '2024-01-01T10:00:00Z' },
        { id: '3', validTo: '2023-01-01', since: 'infinity' },
        { id: '4', validTo: '2022-01-01', since: '2023-01-01T10:00:00Z' },
      ],
      open: [{ id: '2' }],
      ended: [{ id: '1' }, { id: '3' }],
    },
  })
  expect(await walk(gateway, 'contractsConnection', '{ validTo: DESC }')).toEqual(['2', '1', '3', '4'])
  expect(await walk(gateway, 'contractsConnection', '{ since: ASC }')).toEqual(['1', '4', '2', '3'])
  expect(await walk(gateway, 'contractsConnection', '{ amount: DESC }')).toEqual(['2', '3', '4', '1'])
  const update = 'mutation { updateContract(id: 1, changes: { validTo: "infinity" }) { validTo } }'
  expect((await gateway.query(update)).body).toEqual({ data: { updateContract: { validTo: 'infinity' } } })
})
