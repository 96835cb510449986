import { get, list, number, object, restSource, string } from './source.mjs'

const post = object('Post', { id: string, userId: string, title: string })
const user = object('User', { id: string, name: string, email: string })
const weather = object('Weather', { degrees: number })

export const composeConfig = {
  ignoreSemanticConventions: true,
  subgraphs: [
    restSource('api', 'API_URL', [
      get('posts', '/posts', list(post)),
      get('users', '/users', list(user), { id: string }),
    ]),
    restSource('slow', 'SLOW_URL', [get('weather', '/weather', weather)]),
  ],
  additionalTypeDefs: /* GraphQL */ `
    extend type Post {
      user: User
        @resolveTo(
          sourceName: "api"
          sourceTypeName: "Query"
          sourceFieldName: "users"
          keyField: "userId"
          keysArg: "id"
          valueKeyField: "id"
        )
    }
  `,
}
