import { expect, test } from 'vitest'
import { problemsOf } from '../problems-of.ts'
import { definitionOf, importYaml } from './import-yaml.ts'

const USER = '{ 200: { content: { application/json: { schema: { $ref: "#/components/schemas/User" } } } } }'
const COMPONENTS = 'components: { schemas: { User: { required: [id], properties: { id: { type: string } } } } }'
const server = (url: string) => `servers: [{ url: '${url}' }]`

test('A server that only the paths have is that of the source', () => {
  const imported = importYaml(`
paths:
  /a: { ${server('https://data.example.com/v2')}, get: { responses: ${USER} } }
  /b: { get: { ${server('https://data.example.com/v2/')}, responses: ${USER} } }
${COMPONENTS}`)
  expect(imported.text).toContain(
    `extend schema @source(name: "api", http: { baseURL: "{$env.API_URL ?? 'https://data.example.com/v2'}" })`,
  )
  expect(definitionOf(imported, 'type Query')).toBe(
    'type Query {\n  a: User @http(GET: "/a")\n  b: User @http(GET: "/b")\n}',
  )
})

test('Several servers are sources, named after what their hosts or paths have for themselves', () => {
  const imported = importYaml(`
${server('https://api.example.com/2.0')}
paths:
  /a: { get: { responses: ${USER} } }
  /b: { get: { ${server('https://upload.example.com/2.0')}, responses: ${USER} } }
  /c: { get: { ${server('https://api.example.com/beta')}, responses: ${USER} } }
  /d: { get: { ${server('https://api.example.com')}, responses: ${USER} } }
${COMPONENTS}`)
  expect(definitionOf(imported, 'extend schema')).toBe(`extend schema
  @source(name: "api", http: { baseURL: "{$env.API_URL ?? 'https://api.example.com/2.0'}" })
  @source(name: "upload", http: { baseURL: "{$env.UPLOAD_URL ?? 'https://upload.example.com/2.0'}" })
  @source(name: "beta", http: { baseURL: "{$env.BETA_URL ?? 'https://api.example.com/beta'}" })
  @source(name: "api2", http: { baseURL: "{$env.API2_URL ?? 'https://api.example.com'}" })`)
  expect(definitionOf(imported, 'type Query')).toBe(`type Query {
  a: User @http(source: "api", GET: "/a")
  b: User @http(source: "upload", GET: "/b")
  c: User @http(source: "beta", GET: "/c")
  d: User @http(source: "api2", GET: "/d")
}`)
  expect(problemsOf(imported.text)).toEqual([])
})

test('What another source answers too has no home, for nobody knows how much of it is there', () => {
  const get = (operation: string) =>
    importYaml(`
${server('https://api.example.com')}
paths:
  /users/{id}: { get: { parameters: [{ name: id, in: path, required: true, schema: { type: string } }], responses: ${USER} } }
  /me: { get: { ${operation} responses: ${USER} } }
${COMPONENTS}`)
  expect(get('').text).toContain('type User @http(GET: "/users/{$this.id}") {')
  const foreign = get(`${server('https://me.example.com')},`)
  expect(foreign.text).toContain('type User {')
  expect(problemsOf(foreign.text)).toEqual([])
})

test('Each source has the credentials of its own operations', () => {
  const imported = importYaml(`
${server('https://api.example.com')}
security: [{ key: [] }]
paths:
  /a: { get: { responses: ${USER} } }
  /b: { get: { ${server('https://files.example.com')}, security: [{ login: [] }], responses: ${USER} } }
components:
  securitySchemes: { key: { type: apiKey, in: header, name: X-Key }, login: { type: http, scheme: basic } }
  schemas: { User: { properties: { id: { type: string } } } }`)
  expect(definitionOf(imported, 'extend schema')).toBe(`extend schema
  @source(
    name: "api"
    http: { baseURL: "{$env.API_URL ?? 'https://api.example.com'}", headers: ["X-Key: {$env.API_KEY}"] }
  )
  @source(
    name: "files"
    http: {
      baseURL: "{$env.FILES_URL ?? 'https://files.example.com'}"
      basicAuth: { user: "{$env.API_LOGIN_USER}", password: "{$env.API_LOGIN_PASSWORD}" }
    }
  )`)
})

test('What is behind a # in a path is not sent, nor are its parameters', () => {
  const imported = importYaml(`
paths:
  /files/{id}: { get: { operationId: getFile, responses: ${USER} } }
  '/files/{id}#{part}': { get: { operationId: getPart, parameters: [{ name: q, in: query, schema: { type: string } }], responses: ${USER} } }
  '/#Action=Describe': { get: { operationId: describe, responses: ${USER} } }
${COMPONENTS}`)
  expect(definitionOf(imported, 'type Query')).toBe(`type Query {
  file(id: ID!): User @http(GET: "/files/{$args.id}")
  part(id: ID!, q: String): User @http(GET: "/files/{$args.id}?q={$args.q}")
  describe: User @http(GET: "/")
}`)
  expect(problemsOf(imported.text)).toEqual([])
})

test('A document that is split at any place is read: by references to lists, to contents and to media types', () => {
  const imported = importYaml(`
paths: { $ref: '#/x-paths' }
x-paths:
  /a: { $ref: '#/x-items/a' }
x-items:
  a:
    get:
      operationId: getA
      parameters: { $ref: '#/x-parameters' }
      responses: { $ref: '#/x-responses' }
    post:
      requestBody: { content: { $ref: '#/x-content' } }
      responses: { 200: { content: { application/json: { $ref: '#/components/mediaTypes/thing' } } } }
x-parameters: [{ name: q, in: query, schema: { type: string } }]
x-responses: { 200: { content: { $ref: '#/x-content' } } }
x-content: { application/json: { schema: { $ref: '#/components/schemas/Thing' } } }
x-schemas: { Thing: { properties: { name: { type: string }, loop: { $ref: '#/x-loop/a' } } } }
x-loop: { $ref: '#/x-loop/b' }
components:
  mediaTypes: { thing: { schema: { $ref: '#/components/schemas/Thing' } } }
  schemas: { $ref: '#/x-schemas' }`)
  expect(definitionOf(imported, 'type Query')).toBe(
    'type Query {\n  a(q: String): Thing @http(GET: "/a?q={$args.q}")\n}',
  )
  expect(definitionOf(imported, 'type Mutation')).toBe(
    'type Mutation {\n  a(input: ThingInput): Thing @http(POST: "/a", body: "{$args.input}")\n}',
  )
  expect(definitionOf(imported, 'type Thing')).toBe('type Thing {\n  name: String\n  loop: JSON\n}')
  expect(imported.notes).toEqual([
    'Left out, 2 times, for there is nothing: the reference "#/x-loop/b", the reference "#/x-loop/a".',
    'JSON, 2 times, for there is no schema: Thing.loop, ThingInput.loop.',
  ])
})

test('References are followed where OpenAPI has none: for an operation, and for all properties of an object', () => {
  const imported = importYaml(`
paths:
  /a: { get: { $ref: '#/x-operations/a' } }
  /b: { get: { $ref: '#/x-operations/none' } }
x-operations:
  a:
    operationId: getOne
    responses: { 200: { content: { application/json: { schema: { properties: { $ref: '#/x-properties' } } } } } }
x-properties: { name: { type: string }, $ref: { type: integer } }`)
  expect(definitionOf(imported, 'type Query')).toBe('type Query {\n  one: OneResponse @http(GET: "/a")\n}')
  expect(definitionOf(imported, 'type OneResponse')).toBe(
    `type OneResponse {\n  name: String\n  ref: Int @map(from: "$ref")\n}`,
  )
  expect(imported.notes).toEqual(['Left out: The reference "#/x-operations/none": there is nothing.'])
})
