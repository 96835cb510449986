import { expect, test } from 'vitest'
import { problemsOf } from '../problems-of.ts'
import { definitionOf, importSwagger, importYaml } from './import-yaml.ts'

const USER = '{ 200: { description: ok, schema: { $ref: "#/definitions/User" } } }'
const DEFINITIONS =
  'definitions: { User: { type: object, required: [id], properties: { id: { type: string }, nick: { type: string, x-nullable: true } } } }'

test('A document of Swagger 2.0 is read as it is', () => {
  const imported = importSwagger(`
host: api.example.com
basePath: /v1
schemes: [http, https]
parameters: { Limit: { name: limit, in: query, type: integer } }
responses: { Users: { description: ok, schema: { type: array, items: { $ref: '#/definitions/User' } } } }
securityDefinitions: { login: { type: basic } }
security: [{ login: [] }]
paths:
  /users:
    parameters: [{ $ref: '#/parameters/Limit' }]
    get:
      operationId: listUsers
      parameters:
        - { name: state, in: query, type: string, enum: [open, done] }
        - { name: tags, in: query, type: array, items: { type: string } }
        - { name: pipes, in: query, type: array, collectionFormat: pipes, items: { type: integer } }
        - { name: multi, in: query, type: array, collectionFormat: multi, items: { type: string } }
        - { name: tabs, in: query, type: array, collectionFormat: tsv, items: { type: string } }
        - { name: X-Codes, in: header, type: array, items: { type: string } }
      responses: { 200: { $ref: '#/responses/Users' } }
    post:
      operationId: createUser
      parameters: [{ name: user, in: body, required: true, schema: { $ref: '#/definitions/User' } }]
      responses: ${USER}
  /users/{id}:
    get:
      operationId: getUser
      parameters: [{ name: id, in: path, required: true, type: string }]
      responses: ${USER}
${DEFINITIONS}`)
  expect(definitionOf(imported, 'extend schema')).toContain(`baseURL: "{$env.API_URL ?? 'https://api.example.com/v1'}"`)
  expect(definitionOf(imported, 'extend schema')).toContain('basicAuth: { user: "{$env.API_USER}"')
  expect(definitionOf(imported, 'type Query')).toBe(`type Query {
  users(limit: Int, state: UsersState, tags: [String!], pipes: [Int!], multi: [String!], xCodes: [String!]): [User!]
    @http(
      GET: "/users?limit={$args.limit}&state={$args.state}&tags={$args.tags | join ','}&pipes={$args.pipes | join '|'}&multi={$args.multi}"
      headers: ["X-Codes: {$args.xCodes | join ','}"]
    )
  user(id: ID!): User @http(GET: "/users/{$args.id}")
}`)
  expect(definitionOf(imported, 'type Mutation')).toBe(
    'type Mutation {\n  createUser(limit: Int, input: UserInput!): User @http(POST: "/users?limit={$args.limit}", body: "{$args.input}")\n}',
  )
  expect(definitionOf(imported, 'type User')).toBe(
    'type User @http(GET: "/users/{$this.id}") {\n  id: ID!\n  nick: String\n}',
  )
  expect(imported.notes).toEqual(['Left out: The parameter "tabs" of GET /users: its style is tabDelimited.'])
  expect(problemsOf(imported.text)).toEqual([])
})

test('Forms of Swagger 2.0 are sent, files are not, and what is produced says what is answered', () => {
  const text = '{ name: text, in: formData, required: true, type: string }'
  const imported = importSwagger(`
consumes: [application/x-www-form-urlencoded]
produces: [application/pdf]
paths:
  /a:
    get: { operationId: getOne, produces: [application/json], responses: ${USER} }
    post:
      operationId: postA
      parameters: [${text}, { name: size, in: formData, type: integer }]
      responses: { 204: { description: done } }
    put:
      operationId: putA
      parameters: [${text}, { name: file, in: formData, type: file }]
      responses: { 204: { description: done } }
    patch:
      operationId: patchA
      consumes: [multipart/form-data]
      parameters: [${text}]
      responses: { 204: { description: done } }
  /b: { get: { operationId: getB, responses: ${USER} } }
  /c: { get: { operationId: getC, produces: [application/json], responses: { 200: { schema: { type: file } } } } }
${DEFINITIONS}`)
  expect(definitionOf(imported, 'type Query')).toBe('type Query {\n  one: User @http(GET: "/a")\n}')
  expect(definitionOf(imported, 'type Mutation')).toBe(
    'type Mutation {\n  postA(input: PostAInput!): Boolean @http(POST: "/a", form: "{$args.input}")\n}',
  )
  expect(definitionOf(imported, 'input PostAInput')).toBe('input PostAInput {\n  text: String!\n  size: Int\n}')
  expect(imported.notes).toEqual([
    'Left out, 2 times, for its body is no JSON: PUT /a (multipart/form-data), PATCH /a (multipart/form-data).',
    'Left out, 2 times, for it answers no JSON: GET /b (application/pdf), GET /c (application/octet-stream).',
  ])
  expect(problemsOf(imported.text)).toEqual([])
})

test('A document says its edition, and one that is none is refused', () => {
  const server = (url?: string) =>
    /baseURL: "(.*?)"/.exec(
      importSwagger(`host: x.example.com\npaths: { /a: { get: { responses: ${USER} } } }\n${DEFINITIONS}`, url).text,
    )?.[1]
  expect(server('http://x.example.com/swagger.yaml')).toBe("{$env.API_URL ?? 'http://x.example.com'}")
  expect(server()).toBe("{$env.API_URL ?? 'https://x.example.com'}")
  expect(() => importYaml('paths: {}', undefined, [], "swagger: '1.2'")).toThrow('The document is of OpenAPI 1.2, and')
  expect(() => importYaml('paths: {}', undefined, [], 'info: {}')).toThrow('it has no "openapi: 3.1.0".')
})
