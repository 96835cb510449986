import { expect, test } from 'vitest'
import { encodeGlobalId } from '../../../src/plan/global-id.ts'
import { startTestGateway } from '../../support/gateway.ts'
import { startIssuer } from '../../support/issuer.ts'
import { createSqliteDatabase } from '../../support/sqlite.ts'

const SQL = `
  CREATE TABLE tags (id INT PRIMARY KEY, name TEXT);
  CREATE TABLE notes (id INT PRIMARY KEY, owner TEXT, text TEXT);
  INSERT INTO tags VALUES (1, 'red');
  INSERT INTO notes VALUES (1, 'ada', 'of ada'), (2, 'bob', 'of bob');
`

test('A global id leads to no object that its user may not see', async () => {
  await using issuer = await startIssuer()
  await using database = await createSqliteDatabase(SQL)
  await using gateway = await startTestGateway({
    environment: { DB: database.url },
    schema: `
      extend schema @globalIds
        @source(name: "db", sql: { url: "{$env.DB}" })
        @jwt(issuer: "${issuer.issuer}", audience: "shop", jwks: "${issuer.jwks}")
      type Query { tags: [Tag!] @sql }
      type Tag @sql(table: "tags", key: "id") { id: ID! name: String }
      type Note @sql(table: "notes", key: "id", where: { owner: "{$jwt.sub}" }) @requiresScopes(scopes: ["notes"]) { id: ID! text: String }
    `,
  })
  const ids = [encodeGlobalId('Tag', 1), encodeGlobalId('Note', 1), encodeGlobalId('Note', 2)]
  const ask = async (claims?: object) => {
    const headers: Record<string, string> = claims
      ? { authorization: `Bearer ${await issuer.token({ ...claims })}` }
      : {}
    const query = 'query ($ids: [ID!]!) { nodes(ids: $ids) { __typename id ... on Tag { name } ... on Note { text } } }'
    return (await gateway.query(query, { ids }, headers)).body
  }
  const tag = { __typename: 'Tag', id: ids[0], name: 'red' }
  const denied = (code: string) => ({
    errors: [1, 2].map(at => ({ path: ['nodes', at], extensions: { code } })),
    data: { nodes: [tag, null, null] },
  })
  expect(await ask()).toMatchObject(denied('UNAUTHENTICATED'))
  expect(await ask({ sub: 'ada' })).toMatchObject(denied('FORBIDDEN'))
  expect(gateway.log.filter(({ coordinate }) => coordinate === 'Note')).toEqual([])
  expect(await ask({ sub: 'ada', scope: 'notes' })).toEqual({
    data: { nodes: [tag, { __typename: 'Note', id: ids[1], text: 'of ada' }, null] },
  })
})
