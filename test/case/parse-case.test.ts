import { expect, test } from 'vitest'
import { parseCase } from '../../src/case/parse-case.ts'

const block = (info: string, text: string) => `\`\`\`${info}\n${text}\n\`\`\`\n`
const SCHEMA = `# A promise\n\n## schema\n\n${block('graphql', 'type Query { a: Int }')}`
const QUERY = `## query\n${block('graphql', '{ a }')}## answer\n${block('json', '{ "data": { "a": 1 } }')}`

test('A document holds all that a case needs', () => {
  const document = `# Posts have authors

What a reader should know.

## schema
${block('graphql', 'type Query {\n  posts: [Post]\n}')}
## environment
${block('ini', 'KEY=a=b\nEMPTY=')}
## config
${block('json', '{ "requestTimeout": 100 }')}
## upstream api
${block('http', 'GET /posts?userId=1 x2\nX-Key: secret')}
${block('json', '[{ "id": 12345678901234567890 }]')}
${block('http', 'POST /posts\n\n{ "title": "a" }')}
${block('http', 'HTTP/1.1 422 Unprocessable Content\ncontent-type: text/plain\n\nno\n\nno')}
${block('http', 'DELETE /posts/1')}
${block('text', 'reset')}
## upstream gone
${block('text', 'refused')}
## database db
${block('sql', 'CREATE TABLE users (id INT)')}
${block('sql mariadb', 'SET NAMES utf8mb4')}
## database other mariadb
${block('text', 'down')}
## query
${block('graphql', '{ posts { id } }')}
## variables
${block('json', '{ "__proto__": 1 }')}
## headers
${block('http', 'Authorization: me')}
## bound
${block('text', '1 + ceil(n / 100)')}
## answer 400
${block('json', '{ "data": null }')}
## query
${block('graphql', '{ b }')}
## answer
${block('json', '{ "data": {} }')}
## statements db
${block('sql sqlite', 'select "id" from "users" where "id" in (?, ?)')}
${block('sql mariadb', 'select `id` from `users`\n\nselect 1')}
## log
${block('text', 'ECONNRESET\nreset')}`

  expect(parseCase(document)).toEqual({
    title: 'Posts have authors',
    schema: 'type Query {\n  posts: [Post]\n}',
    environment: { KEY: 'a=b', EMPTY: '' },
    config: { requestTimeout: 100 },
    upstreams: [
      {
        name: 'api',
        refused: false,
        exchanges: [
          {
            method: 'GET',
            url: '/posts?userId=1',
            headers: { 'x-key': 'secret' },
            body: undefined,
            calls: 2,
            answer: { body: '[{ "id": 12345678901234567890 }]' },
          },
          {
            method: 'POST',
            url: '/posts',
            headers: {},
            body: '{"title":"a"}',
            calls: 1,
            answer: { status: 422, headers: { 'content-type': 'text/plain' }, body: 'no\n\nno' },
          },
          {
            method: 'DELETE',
            url: '/posts/1',
            headers: {},
            body: undefined,
            calls: 1,
            answer: { body: '{"id":', fault: 'reset' },
          },
        ],
      },
      { name: 'gone', refused: true, exchanges: [] },
    ],
    databases: [
      {
        name: 'db',
        down: false,
        sql: {
          sqlite: 'CREATE TABLE users (id INT)\n',
          mariadb: 'CREATE TABLE users (id INT)\nSET NAMES utf8mb4\n',
          postgres: 'CREATE TABLE users (id INT)\n',
        },
      },
      { name: 'other', down: true, sql: { sqlite: '', mariadb: '', postgres: '' } },
    ],
    kept: [],
    dialects: ['mariadb'],
    statements: [
      {
        name: 'db',
        sql: {
          sqlite: ['select "id" from "users" where "id" in (?, ?)'],
          mariadb: ['select `id` from `users`', 'select 1'],
          postgres: ['select "id" from "users" where "id" in ($1, $2)'],
        },
      },
    ],
    operations: [
      {
        query: '{ posts { id } }',
        variables: JSON.parse('{ "__proto__": 1 }'),
        headers: { authorization: 'me' },
        bound: '1 + ceil(n / 100)',
        status: 400,
        answer: '{ "data": null }',
        answerLine: expect.any(Number),
      },
      {
        query: '{ b }',
        variables: undefined,
        headers: {},
        bound: undefined,
        status: 200,
        answer: '{ "data": {} }',
        answerLine: expect.any(Number),
      },
    ],
    problems: undefined,
    log: ['ECONNRESET', 'reset'],
  })
})

test('A case without a database is one test, one with a database one for each dialect', () => {
  expect(parseCase(SCHEMA + QUERY).dialects).toEqual([undefined])
  expect(parseCase(`${SCHEMA}## database db\n${block('sql', 'SELECT 1')}${QUERY}`).dialects).toEqual([
    'sqlite',
    'mariadb',
    'postgres',
  ])
})

test('PostgreSQL is sent what SQLite is, with numbered placeholders, unless it has statements of its own', () => {
  const statements = (blocks: string) => parseCase(`${SCHEMA}${QUERY}## statements db\n${blocks}`).statements[0]?.sql
  const common = block('sql', 'select ?, ?\nselect ?')
  expect(statements(common)?.postgres).toEqual(['select $1, $2', 'select $1'])
  expect(statements(block('sql sqlite', 'select ?') + block('sql postgres', 'select 1'))?.postgres).toEqual([
    'select 1',
  ])
})

test('A case of a wrong schema has problems and no query', () => {
  const { operations, problems } = parseCase(`${SCHEMA}## problems\n${block('text', 'schema.graphql:1:1 error a\nb')}`)
  expect({ operations, problems }).toEqual({ operations: [], problems: 'schema.graphql:1:1 error a\nb' })
})

const MISTAKES: readonly (readonly [what: string, document: string, message: string])[] = [
  ['no title', QUERY, 'line 1: a case begins with "# " and its promise in a sentence'],
  ['two titles', `${SCHEMA}# Another`, 'line 8: a case has one title, on top'],
  ['a heading of level 3', `${SCHEMA}### query`, 'line 8: a case has headings of level 1 and 2 only'],
  ['an open block', `${SCHEMA}\`\`\`graphql\n{ a }`, 'line 8: this block is never closed'],
  ['a block on top', `# A\n${block('json', '1')}`, 'line 2: a block stands before the first "## " heading'],
  ['an unknown section', `${SCHEMA}## upstreams api`, 'line 8: there is no section "upstreams"; there are schema,'],
  ['a section of no name', `${SCHEMA}## upstream`, 'line 8: "## upstream" has too few words'],
  ['a section twice', `${SCHEMA}## upstream a\n## upstream a`, 'line 9: there are two sections "upstream a"'],
  ['an empty section', `# A\n## schema\n${QUERY}`, 'line 2: "## schema" needs a ```graphql block'],
  ['neither query nor problems', SCHEMA, 'line 1: a case has either "## query" and "## answer", or "## problems"'],
  ['a query without answer', `${SCHEMA}## query\n`, 'line 8: this query has no "## answer"'],
  ['an answer without query', `${SCHEMA}## answer\n`, 'line 8: "## answer" stands before its "## query"'],
  ['two answers', `${SCHEMA}${QUERY}## answer`, 'line 16: this query has a "## answer" already'],
  ['a wrong language', `${SCHEMA}## config\n${block('yaml', 'a: 1')}${QUERY}`, 'line 9: "## config" takes ```json'],
  ['wrong JSON', `${SCHEMA}## config\n${block('json', '{')}${QUERY}`, 'line 9: this is no JSON:'],
  ['no object', `${SCHEMA}## config\n${block('json', '[]')}${QUERY}`, 'line 9: "## config" takes a JSON object'],
  [
    'a request without answer',
    `${SCHEMA}## upstream a\n${block('http', 'GET /')}${QUERY}`,
    'line 9: this request has no answer',
  ],
  [
    'a wrong request line',
    `${SCHEMA}## upstream a\n${block('http', 'GET posts')}${block('json', '1')}${QUERY}`,
    'line 9: "GET posts" is no request; write "GET /path?query" or "GET /path x3"',
  ],
  [
    'an unknown fault',
    `${SCHEMA}## upstream a\n${block('http', 'GET /')}${block('text', 'explode')}${QUERY}`,
    'line 12: "explode" is no fault; there are reset, truncated, hang',
  ],
  [
    'an unknown dialect',
    `${SCHEMA}## database db oracle\n${block('sql', 'SELECT 1')}${QUERY}`,
    'line 8: no dialect is left for this database; there are sqlite, mariadb',
  ],
]

for (const [what, document, message] of MISTAKES) {
  test(`A document with ${what} is refused with its line`, () => {
    expect(() => parseCase(document)).toThrow(message)
  })
}
