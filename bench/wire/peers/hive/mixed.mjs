import { loadMySQLSubgraph } from '@omnigraph/mysql'
import { get, integer, list, object, restSource, string } from './source.mjs'

const post = object('Post', { id: string, userId: integer, title: string })

export const composeConfig = {
  ignoreSemanticConventions: true,
  subgraphs: [
    restSource('api', 'API_URL', [
      get('posts', '/posts', list(post)),
      get('postsOfUsers', '/posts', list(post), { userId: integer }),
    ]),
    // As many connections as Sluice's `poolSize`.
    { sourceHandler: loadMySQLSubgraph('db', { endpoint: '{env.DATABASE_URL}?connectionLimit=20' }) },
  ],
  additionalTypeDefs: /* GraphQL */ `
    extend type Post {
      author: users
    }
    extend type users {
      posts: [Post]
        @resolveTo(
          sourceName: "api"
          sourceTypeName: "Query"
          sourceFieldName: "postsOfUsers"
          keyField: "id"
          keysArg: "userId"
          valueKeyField: "userId"
        )
    }
  `,
}

const ID = { kind: 'Field', name: { kind: 'Name', value: 'id' } }

export const additionalResolvers = {
  Post: {
    author: {
      selectionSet: '{ userId }',
      resolve: ({ userId }, _, context, info) =>
        context.db.Query.users({
          key: userId,
          // What Mesh makes `id IN (1, 2)` of.
          argsFromKeys: ids => ({ where: { id: `(${ids.join(',')})` } }),
          selectionSet: ({ selections }) => ({ kind: 'SelectionSet', selections: [...selections, ID] }),
          valuesFromResults(users, ids) {
            const byId = new Map(users.map(user => [user.id, user]))
            return ids.map(id => byId.get(id) ?? null)
          },
          context,
          info,
        }),
    },
  },
}
