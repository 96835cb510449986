import { expect, test } from 'vitest'
import { problemsOf } from '../problems-of.ts'
import { definitionOf, importYaml } from './import-yaml.ts'

const JSON_ANSWER = 'responses: { 200: { content: { application/json: { schema: { type: string } } } } }'

const POSTS_ONLY = `
paths:
  /documents.create: { post: { operationId: documentsCreate, ${JSON_ANSWER} } }
  /documents.search: { post: { operationId: documentsSearch, tags: [find], ${JSON_ANSWER} } }
  /documents/{id}: { delete: { ${JSON_ANSWER} } }`

test('Where nothing is read by GET, POSTs that read by their names are queries, which is told', () => {
  const imported = importYaml(POSTS_ONLY)
  expect(definitionOf(imported, 'type Query')).toBe(
    'type Query {\n  documentsSearch: String @http(POST: "/documents.search")\n}',
  )
  expect(imported.notes).toEqual([
    "Queries by their names, as nothing is read by GET: POST /documents.search. Say it yourself: --queries '/path,tag'.",
  ])
  const read = importYaml(`${POSTS_ONLY}\n  /first: { get: { ${JSON_ANSWER} } }`)
  expect(definitionOf(read, 'type Mutation')).toContain('  documentsSearch: String ')
  expect(read.notes).toEqual([
    "These may only read, and are mutations: POST /documents.search. To have them as queries: --queries '/documents.search'.",
  ])
  const named = importYaml(`${POSTS_ONLY}\n  /first: { get: { ${JSON_ANSWER} } }`, undefined, ['/documents.search'])
  expect(named.notes).toEqual([])
})

test('What writes is no query, whatever its name ends with', () => {
  const reading = ['list.items', 'itemsList', 'users.getInfo', 'reads-count', 'searchCreated']
  const writing = [
    'boards.createList',
    'addToList',
    'items.markAsRead',
    'getOrCreateUser',
    'findAndDelete',
    'app-role-write-list',
  ]
  const posts = [...reading, ...writing].map((id, at) => `  /${at}: { post: { operationId: ${id}, ${JSON_ANSWER} } }`)
  const { notes } = importYaml(`paths:\n${posts.join('\n')}`)
  expect(notes).toEqual([
    "Queries by their names, as nothing is read by GET: POST /0, POST /1, POST /2, POST /3, POST /4. Say it yourself: --queries '/path,tag'.",
  ])
})

test('Where nothing is read at all, a query stands for those that a person writes', () => {
  const imported = importYaml(`paths: { /jobs: { post: { operationId: start, ${JSON_ANSWER} } } }`)
  expect(definitionOf(imported, 'type Query')).toBe(`type Query {
  "Whether the API answers. Write queries of your own in its place."
  placeholder: Boolean @http(GET: "/", accept: [400, 401, 403, 404, 405])
}`)
  expect(imported.notes).toEqual([
    "The document has no query that can be served: Query.placeholder stands for what you need. Say which POSTs only read, as in --queries '/jobs', or write your own fields.",
  ])
  expect(problemsOf(imported.text)).toEqual([])
  const image = importYaml('paths: { /a: { get: { responses: { 200: { content: { image/png: {} } } } } } }')
  expect(image.notes).toEqual([
    'The document has no query that can be served: Query.placeholder stands for what you need. Write your own fields.',
    'Left out: GET /a (image/png): it answers no JSON.',
  ])
  expect(problemsOf(image.text)).toEqual([])
  expect(() => importYaml('paths: {}')).toThrow(new Error('The document has no operation.'))
})

test('A GET whose status is its answer is a Boolean, and one that does not say what it answers is JSON', () => {
  const imported = importYaml(`
paths:
  /following/{login}: { get: { operationId: isFollowing, responses: { 204: { description: yes }, 404: { description: no } } } }
  /things: { get: { responses: { 200: { description: All things. } } } }
  /moved: { get: { responses: { 302: { description: elsewhere } } } }`)
  expect(definitionOf(imported, 'type Query')).toBe(`type Query {
  isFollowing(login: String!): Boolean @http(GET: "/following/{$args.login}", accept: [404])
  things: JSON @http(GET: "/things")
}`)
  expect(imported.notes).toEqual([
    'Left out: GET /moved: it answers nothing.',
    'Query.things is JSON: the document does not say what is answered.',
  ])
  expect(problemsOf(imported.text)).toEqual([])
})

test('Failures show what the document says that they tell, and errors in a success are failures', () => {
  const failing = (schema: string) => `400: { content: { application/json: { schema: ${schema} } } }`
  const of = (schema: string, success = '{ type: string }') =>
    importYaml(`
paths:
  /a: { get: { responses: { 200: { content: { application/json: { schema: ${success} } } }, ${failing(schema)} } } }
  /b: { delete: { operationId: remove, responses: { 200: { content: { application/json: { schema: { properties: { errors: { type: array, items: { type: string } } } } } } } } } }`)
  const errorOf = (schema: string) => /error: (\{ message.*?\})/.exec(of(schema).text)?.[1]
  expect(errorOf('{ properties: { code: { type: integer }, message: { type: string } } }')).toBe(
    '{ message: "message", code: "code" }',
  )
  expect(errorOf('{ properties: { error: { properties: { message: { type: string } } } } }')).toBe(
    '{ message: "error.message" }',
  )
  expect(
    errorOf('{ properties: { errors: { type: array, items: { properties: { detail: { type: string } } } } } }'),
  ).toBe('{ message: "errors[0].detail" }')
  expect(errorOf('{ properties: { errors: { type: array, items: { type: string } } } }')).toBe(
    '{ message: "errors[0]" }',
  )
  expect(errorOf('{ properties: { id: { type: string } } }')).toBe(undefined)
  const hint = '# Clients see what the API says of its failures. Remove error to keep that from them.\n'
  expect(of('{ properties: { message: { type: string } } }').text).toContain(hint)
  const imported = of('{ type: string }')
  expect(imported.text).toContain(hint)
  expect(definitionOf(imported, 'type Mutation')).toBe(
    'type Mutation {\n  remove: Boolean @http(DELETE: "/b", error: { when: "errors", message: "errors[0]" })\n}',
  )
  const quiet = importYaml(`paths: { /a: { get: { ${JSON_ANSWER} } } }`)
  expect(quiet.text).not.toContain(hint)
  expect(problemsOf(imported.text)).toEqual([])
})

test('POSTs that are named as queries are fields of Query, and nothing else can be', () => {
  for (const pattern of ['/documents.search', '/*.search', 'find']) {
    const imported = importYaml(POSTS_ONLY, undefined, [pattern])
    expect(definitionOf(imported, 'type Query')).toBe(
      'type Query {\n  documentsSearch: String @http(POST: "/documents.search")\n}',
    )
    expect(definitionOf(imported, 'type Mutation')).toContain('documentsCreate')
  }
  expect(() => importYaml(POSTS_ONLY, undefined, ['/documents/*'])).toThrow('no POST fits it')
  expect(() => importYaml(POSTS_ONLY, undefined, ['/documents.find'])).toThrow('No operation has the path')
})

test('The body of a GET is told, and a GET that needs one is left out', () => {
  const body = (required: boolean) =>
    `requestBody: { required: ${required}, content: { application/json: { schema: { type: object } } } }`
  const imported = importYaml(`
paths:
  /may: { get: { ${body(false)}, ${JSON_ANSWER} } }
  /must: { get: { ${body(true)}, ${JSON_ANSWER} } }`)
  expect(imported.notes).toEqual([
    'Left out: The body of GET /may: a GET has none.',
    'Left out: GET /must: it needs a body, which a GET has not.',
  ])
  expect(definitionOf(imported, 'type Query')).toBe('type Query {\n  may: String @http(GET: "/may")\n}')
})

test('A text is a String and JSON in lines a list, where they are read', () => {
  const imported = importYaml(`
paths:
  /zen: { get: { operationId: getZen, responses: { 200: { content: { text/plain: { schema: { type: string } } } } } } }
  /sheet: { get: { operationId: getSheet, responses: { 200: { content: { application/xml: {}, text/csv: {} } } } } }
  /log: { get: { operationId: getLog, responses: { 200: { content: { application/x-ndjson: { schema: { properties: { at: { type: string } } } } } } } } }
  /events: { get: { operationId: getEvents, responses: { 200: { content: { text/event-stream: {} } } } } }
  /both: { get: { operationId: getBoth, responses: { 200: { content: { text/plain: {}, application/json: { schema: { type: integer } } } } } } }
  /say: { post: { operationId: say, responses: { 200: { content: { text/plain: {} } } } } }`)
  expect(definitionOf(imported, 'type Query')).toBe(`type Query {
  zen: String @http(GET: "/zen", content: TEXT)
  sheet: String @http(GET: "/sheet", content: TEXT)
  log: [LogResponse] @http(GET: "/log", content: NDJSON)
  both: Int @http(GET: "/both")
}`)
  expect(definitionOf(imported, 'type Mutation')).toBe('type Mutation {\n  say: Boolean @http(POST: "/say")\n}')
  expect(imported.notes).toEqual(['Left out: GET /events (text/event-stream): it answers no JSON.'])
  expect(problemsOf(imported.text)).toEqual([])
})
