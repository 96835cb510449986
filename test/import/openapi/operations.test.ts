import { parse } from 'graphql'
import { expect, test } from 'vitest'
import { problemsOf } from '../problems-of.ts'
import { definitionOf, importYaml } from './import-yaml.ts'

const THING_ANSWER =
  "responses: { 200: { content: { application/json: { schema: { $ref: '#/components/schemas/Thing' } } } } }"
const JSON_ANSWER = 'responses: { 200: { content: { application/json: { schema: { type: string } } } } }'

/** The names of the fields of operations, each written as `GET /path` or `GET /path operationId`. */
function namesOf(...operations: string[]): string[] {
  const paths = operations.map(text => {
    const [method = '', path = '', id] = text.split(' ')
    const name = id === undefined ? '' : `operationId: "${id}", `
    return `  "${path}": { ${method.toLowerCase()}: { ${name}${JSON_ANSWER} } }`
  })
  const { text } = importYaml(`paths:\n  /first: { get: { ${JSON_ANSWER} } }\n${paths.join('\n')}`)
  const roots = parse(text).definitions.flatMap(node =>
    node.kind === 'ObjectTypeDefinition' ? (node.fields ?? []) : [],
  )
  return roots.map(({ name }) => name.value).slice(1)
}

test('Fields are named by operationId, queries without get and list', () => {
  const cases: [string, string][] = [
    ['GET /a listPosts', 'posts'],
    ['GET /a ListAccount', 'accounts'],
    ['GET /a listPostForUser', 'postsForUser'],
    ['GET /a FetchAccount', 'account'],
    ['GET /a get-an-album', 'album'],
    ['GET /a get-multiple-albums', 'albums'],
    ['GET /a get-a-list-of-users-playlists', 'usersPlaylists'],
    ['GET /a getAll', 'getAll'],
    ['GET /a listAllPosts', 'posts'],
    ['GET /a items-read_items', 'items'],
    ['GET /a users-read_user_me', 'userMe'],
    ['POST /a users-create_user', 'createUser'],
    ['GET /a PostsController_findAll', 'posts'],
    ['GET /a CatController_findOne', 'cat'],
    ['GET /a PostsController_findOneByName', 'postsFindOneByName'],
    ['GET /a circuits_circuit_groups_list', 'circuitsCircuitGroups'],
    ['GET /a circuits_circuit_groups_retrieve', 'circuitsCircuitGroup'],
    ['GET /a users_read', 'user'],
    ['GET /a getUsersUsingGET', 'users'],
    ['DELETE /a deleteUserUsingDELETE_1', 'deleteUser'],
    ['GET /a MemoService_ListMemos', 'memos'],
    ['GET /a LabelSetService_ListLabelSets', 'labelSets'],
    ['POST /a AuthService_RefreshToken', 'authRefreshToken'],
    ['GET /a getServiceStatus', 'serviceStatus'],
    ['GET /a mailing_list', 'mailingList'],
    ['POST /a reports_list', 'reportsList'],
    ['GET /a PostsController_getPost', 'post'],
    ['GET /a getPost', 'post'],
    ['GET /a getByName', 'getByName'],
    ['GET /a get', 'get'],
    ['GET /a repos/list-for-org', 'reposListForOrg'],
    ['GET /a Users.find_all', 'users'],
    ['POST /a getReport', 'getReport'],
    ['GET /items/{item_id} read_item_items__item_id__get', 'item'],
    ['GET /a 2fa', '_2fa'],
    ['GET /a __typename', 'typename'],
  ]
  for (const [operation, name] of cases) expect(namesOf(operation)).toEqual([name])
  expect(namesOf('GET /a getPosts', 'GET /b listPosts', 'GET /c posts')).toEqual(['getPosts', 'listPosts', 'posts'])
})

test('Without an operationId they are named by method and path', () => {
  const cases: [string, string][] = [
    ['GET /users', 'users'],
    ['GET /api/v1/users/{id}', 'user'],
    ['GET /users/{id}/posts', 'userPosts'],
    ['GET /', 'getRoot'],
    ['GET /価格/{id}', 'getRoot'],
    ['POST /users', 'createUser'],
    ['POST /login', 'login'],
    ['PUT /users/{id}', 'replaceUser'],
    ['PATCH /users/{id}', 'updateUser'],
    ['DELETE /users/{id}/avatar', 'deleteUserAvatar'],
  ]
  for (const [operation, name] of cases) expect(namesOf(operation)).toEqual([name])
  expect(namesOf('GET /user/{id}', 'GET /users/{name}')).toEqual(['user', 'userByName'])
})

test('Parameters are arguments in the style that the document says', () => {
  const imported = importYaml(`
paths:
  /files/{path}/{id}.json:
    parameters:
      - { name: path, in: path, required: true, schema: { type: array, items: { type: string } } }
      - { name: q, in: query, schema: { type: boolean } }
    get:
      parameters:
        - { name: q, in: query, description: What., required: true, schema: { type: string, default: all } }
        - { name: tags, in: query, schema: { type: array, items: { type: string }, default: [a] } }
        - { name: codes, in: query, style: pipeDelimited, explode: false, schema: { type: array, items: { type: integer } } }
        - { name: 'page[size]', in: query, schema: { type: integer, default: 10 } }
        - { name: filter, in: query, style: deepObject, schema: { properties: { state: { enum: [open, done] } } } }
        - { name: at, in: query, required: true, style: deepObject, schema: { anyOf: [{ type: integer }, { properties: { gte: { type: integer } }, required: [gte] }] } }
        - { name: where, in: query, schema: { properties: { a-b: { type: number } } } }
        - { name: any-of, in: query, schema: { anyOf: [{ type: string }, { type: array, items: { type: string } }] } }
        - { name: X-Trace, in: header, schema: { type: string } }
        - { name: Accept, in: header, schema: { type: string } }
        - { name: body, in: query, content: { application/json: {} } }
        - { name: m, in: query, deprecated: true, schema: { type: object, additionalProperties: true } }
        - { name: old, in: query, deprecated: true, schema: { type: string } }
      ${JSON_ANSWER}
    delete:
      parameters: [{ name: c, in: cookie, required: true, schema: { type: string } }]
      ${JSON_ANSWER}`)
  expect(definitionOf(imported, 'type Query')).toBe(`type Query {
  file(
    id: ID!
    path: [String!]!
    "What."
    q: String! = "all"
    "Default: a."
    tags: [String!]
    codes: [Int!]
    "Default: 10."
    pageSize: Int
    filterState: FileFilterState
    at: Int
    atGte: Int
    aB: Float
    anyOf: [String!]
    xTrace: String
    body: JSON
    old: String @deprecated(reason: "Deprecated by the API.")
  ): String
    @http(
      GET: "/files/{$args.path | join ','}/{$args.id}.json?q={$args.q}&tags={$args.tags}&codes={$args.codes | join '|'}&page[size]={$args.pageSize}&filter[state]={$args.filterState}&at={$args.at}&at[gte]={$args.atGte}&a-b={$args.aB}&any-of={$args.anyOf}&body={$args.body | json}&old={$args.old}"
      headers: ["X-Trace: {$args.xTrace}"]
    )
}`)
  expect(imported.notes).toEqual([
    'Left out: The parameter "m" of GET /files/{path}/{id}.json: its properties have no names.',
    'Left out: DELETE /files/{path}/{id}.json: its parameter "c" is needed, and it is a cookie.',
    'Query.file(body:) is JSON: there is no schema.',
  ])
  expect(problemsOf(imported.text)).toEqual([])
})

test('Answers are what they are about, and bodies what they have to be', () => {
  const answer = (status: string, schema: string) =>
    `responses: { ${status}: { content: { application/json: { schema: ${schema} } } } }`
  const imported = importYaml(`
paths:
  /one: { get: { ${answer('200', '{ properties: { item: { properties: { a: { type: string } } } } }')} } }
  /page: { get: { ${answer('default', '{ properties: { items: { type: array, items: { type: string } }, next: { type: string } } }')} } }
  /count: { get: { ${answer('200', '{ properties: { count: { type: integer } } }')} } }
  /late: { get: { responses: { 202: { description: later }, 200: { content: { text/csv: {}, application/vnd.x+json: { schema: { type: boolean } } } } } } }
  /done: { post: { ${answer('200', '{ type: boolean }')} } }
  /patch:
    patch:
      requestBody: { required: true, content: { application/merge-patch+json: { schema: { type: array, items: { type: string } } } } }
      responses: { 200: { content: { text/plain: {} } } }`)
  expect(definitionOf(imported, 'type Query')).toBe(`type Query {
  one: OneResponse @http(GET: "/one", select: "item?")
  page: PageResponse @http(GET: "/page")
  count: CountResponse @http(GET: "/count")
  late: Boolean @http(GET: "/late")
}`)
  expect(definitionOf(imported, 'type Mutation')).toBe(`type Mutation {
  done: Boolean @http(POST: "/done", select: ".")
  updatePatch(input: [String!]!): Boolean
    @http(PATCH: "/patch", headers: ["Content-Type: application/merge-patch+json"], body: "{$args.input}")
}`)
  expect([...imported.notes, ...problemsOf(imported.text)]).toEqual([])
})

test('An anchor stands for itself in as many operations as there are', () => {
  const paths = Array.from({ length: 300 }, (_, index) => `  /a${index}: *path`).join('\n')
  const imported = importYaml(`x-path: &path { get: { ${JSON_ANSWER} } }\npaths:\n${paths}`)
  expect(imported.fields).toBe(300)
})

test('Servers and security schemes are the source', () => {
  const sourceOf = (text: string, url?: string) => {
    const imported = importYaml(`${text}\npaths: { /a: { get: { ${JSON_ANSWER} } } }`, url)
    expect(problemsOf(imported.text)).toEqual([])
    const http = /baseURL: "[^"]*"(?:,?\s+headers: \[.*?\])?(?:,?\s+basicAuth: \{ .*? \})?/s.exec(imported.text)?.[0]
    return [http?.replace(/,?\s+(headers|basicAuth)/, ', $1'), imported.notes]
  }
  const base = `baseURL: "{$env.API_URL ?? 'https://api.example.com'}"`
  const schemes = (...list: string[]) => `components: { securitySchemes: { ${list.join(', ')} } }`
  const key = 'key: { type: apiKey, in: header, name: X-Key }'
  expect(sourceOf('')).toEqual([base, []])
  expect(sourceOf('servers: [{ url: ../v2/ }]', 'https://x.example.com/docs/api/o.yaml')).toEqual([
    `baseURL: "{$env.API_URL ?? 'https://x.example.com/docs/v2'}"`,
    [],
  ])
  expect(sourceOf("servers: [{ url: 'ftp://x' }]")).toEqual(['baseURL: "{$env.API_URL}"', []])
  expect(sourceOf(`security: [{ key: [] }]\n${schemes(key)}`)).toEqual([
    `${base}, headers: ["X-Key: {$env.API_KEY}"]`,
    [],
  ])
  // Without the key there are operations to call.
  expect(sourceOf(`security: [{ key: [] }, {}]\n${schemes(key)}`)).toEqual([
    `${base}, headers: ["X-Key: {$env.API_KEY ?? ''}"]`,
    [],
  ])
  expect(sourceOf(`security: [{ user: [] }]\n${schemes('user: { type: http, scheme: Bearer }')}`)).toEqual([
    `${base}, headers: ["Authorization: {$headers.authorization}"]`,
    [],
  ])
  expect(sourceOf(`security: [{ user: [] }]\n${schemes('user: { type: http, scheme: basic }')}`)).toEqual([
    `${base}, basicAuth: { user: "{$env.API_USER}", password: "{$env.API_PASSWORD}" }`,
    [],
  ])
  expect(sourceOf(`security: [{ bearer: [] }]\n${schemes('Token: { type: http, scheme: bearer }')}`)).toEqual([
    `${base}, headers: ["Authorization: {$headers.authorization}"]`,
    [],
  ])
  expect(sourceOf('security: [{ kerberos: [] }]')).toEqual([
    base,
    ['Left out: The security scheme "kerberos": the document does not define it.'],
  ])
  expect(sourceOf(`security: [{ q: [] }]\n${schemes('q: { type: apiKey, in: query, name: k }')}`)).toEqual([
    base,
    [
      'Left out: The security scheme "q": no header of the source can say it. Say it in API_URL: https://host/path?name=key.',
    ],
  ])
})

test('Lists in deep objects, JSON in parameters and paths of several segments are sent as APIs take them', () => {
  const imported = importYaml(`
paths:
  /files/{path}:
    get:
      operationId: getFile
      parameters:
        - { name: path, in: path, required: true, x-multi-segment: true, schema: { type: string, nullable: true } }
        - { name: expand, in: query, style: deepObject, explode: true, schema: { type: array, items: { type: string } } }
        - { name: at, in: query, style: deepObject, schema: { properties: { in: { type: array, items: { type: integer } }, odd: { type: object } } } }
        - { name: where, in: query, content: { application/json: { schema: { properties: { a: { type: integer } } } } } }
        - { name: raw, in: query, content: { text/csv: {} } }
      ${JSON_ANSWER}`)
  expect(definitionOf(imported, 'type Query')).toBe(`type Query {
  file(path: String!, expand: [String!], atIn: [Int!], where: FileWhere): String
    @http(GET: "/files/{$args.path | path}?expand[]={$args.expand}&at[in][]={$args.atIn}&where={$args.where | json}")
}`)
  expect(definitionOf(imported, 'input FileWhere')).toBe('input FileWhere {\n  a: Int\n}')
  expect(imported.notes).toEqual([
    'Left out: The parameter "at[odd]" of GET /files/{path}: it is no text, number or list of them.',
    'Left out: The parameter "raw" of GET /files/{path}: it is written as a media type.',
  ])
  expect(problemsOf(imported.text)).toEqual([])
})

test('A path says by its braces or by a pattern that a value has several segments; no key is written in another style', () => {
  const operation = (id: string, parameter: string) =>
    `get: { operationId: ${id}, parameters: [{ in: path, required: true, ${parameter} }], ${THING_ANSWER} }`
  const imported = importYaml(`
paths:
  '/proxy/{proxy+}': { ${operation('proxied', 'name: proxy, schema: { type: string }')} }
  '/rest/{path...}': { ${operation('rest', 'name: "path...", schema: { type: string }')} }
  '/star/{*path}': { get: { operationId: star, ${THING_ANSWER} } }
  '/v1/{name}': { ${operation('named', "name: name, schema: { type: string, pattern: '^projects/[^/]+$' }")} }
  '/v2/{name}:undelete': { ${operation('undelete', "name: name, schema: { type: string, pattern: '^projects/[^/]+$' }")} }
  '/v3/{name}': { ${operation('plain', "name: name, schema: { type: string, pattern: '^[^/]+$' }")} }
  '/things/{id}': { ${operation('thing', 'name: id, style: label, schema: { type: string }')} }
components: { schemas: { Thing: { properties: { id: { type: string } } } } }`)
  expect(definitionOf(imported, 'type Query')).toBe(`type Query {
  proxied(proxy: String!): Thing @http(GET: "/proxy/{$args.proxy | path}")
  rest(path: String!): Thing @http(GET: "/rest/{$args.path | path}")
  star(path: String!): Thing @http(GET: "/star/{$args.path | path}")
  named(name: String!): Thing @http(GET: "/v1/{$args.name | path}")
  undelete(name: String!): Thing @http(GET: "/v2/{$args.name}:undelete")
  plain(name: String!): Thing @http(GET: "/v3/{$args.name}")
}`)
  expect(definitionOf(imported, 'type Thing')).toBe('type Thing {\n  id: ID\n}')
  expect(problemsOf(imported.text)).toEqual([])
})
