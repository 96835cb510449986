import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { createTempDirectory } from '../support/temp-directory.ts'
import { startUpstream } from '../support/upstream.ts'
import { runSluice } from './sluice.ts'

const DOCUMENT = `openapi: 3.1.0
info: { title: Blog, version: '1' }
servers: [{ url: /v1 }]
paths:
  /posts:
    get:
      operationId: listPosts
      tags: [blog]
      responses: { 200: { content: { application/json: { schema: { type: array, items: { $ref: '#/components/schemas/Post' } } } } } }
  /posts/{id}/cover:
    get:
      tags: [files]
      responses: { 200: { content: { image/png: {} } } }
  /admin/reset:
    post: { responses: { 204: { description: done } } }
components:
  schemas:
    Post:
      type: object
      required: [id]
      properties:
        id: { type: string }
        size: { $ref: 'parts/size.json#/Size' }
`

const SIZE = '{ "Size": { "type": "integer", "format": "int64" } }'

test('sluice import openapi reads a URL, and a schema that check takes starts at its server', async () => {
  const answers = {
    'GET /moved': { status: 302, headers: { location: '/docs/openapi.yaml' } },
    'GET /docs/openapi.yaml': { body: DOCUMENT, headers: { 'content-type': 'text/yaml' } },
  }
  await using upstream = await startUpstream(answers)
  await using directory = await createTempDirectory()
  const { code, out, err } = await runSluice(['import', 'openapi', `${upstream.url}/moved`])
  expect(code).toBe(0)
  expect(out).toContain(`baseURL: "{$env.API_URL ?? '${upstream.url}/v1'}"`)
  expect(out).toContain('  posts: [Post!] @http(GET: "/posts")\n')
  // Nothing but the document is fetched; what that costs is told twice.
  expect(upstream.requests.map(({ url }) => url)).toEqual(['/moved', '/docs/openapi.yaml'])
  const told = [
    'Left out: GET /posts/{id}/cover (image/png): it answers no JSON.',
    'Left out: The reference "parts/size.json#/Size": only files beside the document are read.',
    'Post.size is JSON: there is no schema.',
  ]
  for (const line of told) {
    expect(err.split('\n')).toContain(line)
    expect(out.split('\n')).toContain(`# ${line}`)
  }
  await writeFile(join(directory.path, 'schema.graphql'), out)
  expect(await runSluice(['check'], { cwd: directory.path })).toMatchObject({ code: 0, err: '' })
})

test('sluice import openapi reads a file with those below its folder, and some paths and tags only', async () => {
  await using directory = await createTempDirectory()
  const path = join(directory.path, 'openapi.yaml')
  await mkdir(join(directory.path, 'parts'))
  await writeFile(path, DOCUMENT)
  await writeFile(join(directory.path, 'parts/size.json'), SIZE)
  const args = ['import', 'openapi', 'openapi.yaml', '--exclude', '/admin/**,files', '--output', 'schema.graphql']
  const options = { cwd: directory.path, environment: { API_URL: 'https://host' } }
  expect(await runSluice(args, options)).toMatchObject({ code: 0, out: '', err: '' })
  expect((await runSluice(['print'], options)).out).toContain('type Post {\n  id: ID!\n  size: BigInt\n}')
  expect((await runSluice(args, options)).err).toContain('The file schema.graphql is there already.')
  const only = await runSluice(['import', 'openapi', 'openapi.yaml', '--include', 'bl*,/admin/*'], options)
  expect(only.out).toContain('adminReset: Boolean @http(POST: "/admin/reset")')
  expect(only.err).toBe('')
  const nullable = await runSluice(['import', 'openapi', 'openapi.yaml', '--include', 'blog', '--nullable'], options)
  expect(nullable.out).toContain('type Post {\n  id: ID\n')
  expect(nullable.out).toContain('  posts: [Post] @http')
})

test('--json tells tools the schema, and each note with all of its places; the same document gives the same text', async () => {
  await using directory = await createTempDirectory()
  await writeFile(join(directory.path, 'openapi.yaml'), DOCUMENT)
  const options = { cwd: directory.path }
  const [plain, first, second] = [
    await runSluice(['import', 'openapi', 'openapi.yaml'], options),
    await runSluice(['import', 'openapi', 'openapi.yaml', '--json'], options),
    await runSluice(['import', 'openapi', 'openapi.yaml', '--json'], options),
  ]
  expect(first).toEqual(second)
  expect([first.code, first.err]).toEqual([0, ''])
  expect(JSON.parse(first.out)).toEqual({
    schema: plain.out,
    notes: [
      {
        cause: 'Left out: it names no file in the folder of the document',
        places: ['The reference "parts/size.json#/Size"'],
      },
      { cause: 'Left out: it answers no JSON', places: ['GET /posts/{id}/cover (image/png)'] },
      { cause: 'JSON: there is no schema', places: ['Post.size'] },
    ],
  })
})

test('A reference never leads out of the folder of the document', async () => {
  await using directory = await createTempDirectory()
  await mkdir(join(directory.path, 'api'))
  await writeFile(join(directory.path, 'size.json'), SIZE)
  const path = join(directory.path, 'api/openapi.yaml')
  await writeFile(path, DOCUMENT.replace('parts/size.json', '../size.json'))
  const { err } = await runSluice(['import', 'openapi', path])
  expect(err).toContain(
    'Left out: The reference "../size.json#/Size": it names no file in the folder of the document.\n',
  )
})

test('sluice import json reads a URL and binds to it', async () => {
  await using upstream = await startUpstream({ 'GET /v1/posts?page=1': { json: { posts: [{ id: 1, title: 'One' }] } } })
  await using directory = await createTempDirectory()
  const url = `${upstream.url}/v1/posts?page=1`
  const { code, out, err } = await runSluice(['import', 'json', url, '--name', 'Post'])
  expect([code, err]).toEqual([0, ''])
  expect(out).toContain(`baseURL: "{$env.API_URL ?? '${upstream.url}'}"`)
  expect(out).toContain('posts: [Post!] @http(GET: "/v1/posts?page=1", select: "posts")')
  await writeFile(join(directory.path, 'schema.graphql'), out)
  expect(await runSluice(['check'], { cwd: directory.path })).toMatchObject({ code: 0, err: '' })
})

test('A URL is asked for with headers, of which the schema has the names', async () => {
  await using upstream = await startUpstream({ 'GET /posts': { json: [{ id: 1 }] } })
  const args = [
    'import',
    'json',
    `${upstream.url}/posts`,
    '--name',
    'Post',
    '--header',
    'X-Api-Key: secret',
    '--header=X-Other: 1',
  ]
  const { code, out, err } = await runSluice(args)
  expect([code, err, upstream.requests[0]?.headers]).toMatchObject([0, '', { 'x-api-key': 'secret', 'x-other': '1' }])
  expect(out).toContain('headers: ["X-Api-Key: {$env.API_X_API_KEY}", "X-Other: {$env.API_X_OTHER}"]')
  expect(out).not.toContain('secret')
})

test('A file may begin with a byte order mark', async () => {
  await using directory = await createTempDirectory()
  const path = join(directory.path, 'post.json')
  await writeFile(path, '\ufeff{ "id": 1 }')
  const { code, out } = await runSluice(['import', 'json', path, '--name', 'Post'])
  expect([code, out]).toEqual([0, expect.stringContaining('type Post {\n  id: ID!\n}')])
})

test('What goes wrong is one line, with exit code 1', async () => {
  await using upstream = await startUpstream({
    'GET /broken?key=secret': { status: 503 },
    'GET /swagger': { json: { swagger: '2.0', paths: {} } },
    'GET /html': { body: '<!doctype html>' },
    'GET /none': { json: { openapi: '3.0.0', paths: {} } },
    'GET /old': { json: { openapi: '2.1.0' } },
    'GET /reset': { fault: 'reset' },
  })
  await using directory = await createTempDirectory()
  const broken = join(directory.path, 'broken.yaml')
  await writeFile(broken, 'openapi: 3.0.0\npaths: {\n')
  const bomb = join(directory.path, 'bomb.yaml')
  const aliases = ['b', 'c', 'd', 'e', 'f'].map((name, at) => `${name}: &${name} [${`*${'abcde'[at]},`.repeat(9)}]\n`)
  await writeFile(bomb, `openapi: 3.0.0\na: &a [1]\n${aliases.join('')}`)
  const openapi = (...args: string[]) => ['openapi', ...args]
  const cases: [string[], string][] = [
    [openapi(), 'Give the OpenAPI document: sluice import openapi openapi.yaml'],
    [openapi('missing.yaml'), 'There is no file missing.yaml.'],
    [openapi(directory.path), `The file ${directory.path} can't be read: EISDIR`],
    [openapi(broken), `${broken} is neither JSON nor YAML: `],
    [openapi(bomb), `${bomb} can't be read: Excessive alias count`],
    [openapi(`${upstream.url}/broken?key=secret`), `${upstream.url}/broken can't be read: it answered 503`],
    [openapi(`${upstream.url}/reset`), `${upstream.url}/reset can't be read: `],
    [openapi('http://127.0.0.1:1/x'), "http://127.0.0.1:1/x can't be read: "],
    [openapi('http://me:secret@127.0.0.1:1/x'), 'Give a URL without credentials: https://host/path'],
    [openapi(`${upstream.url}/swagger`), 'The document has no operation.'],
    [
      openapi(`${upstream.url}/old`),
      'The document is of OpenAPI 2.1.0, and Swagger 2.0, OpenAPI 3.0 or 3.1 is needed.',
    ],
    [openapi(`${upstream.url}/html`), 'The document is no OpenAPI document: it has no "openapi: 3.1.0".'],
    [openapi(`${upstream.url}/none`), 'The document has no operation.'],
    [openapi(`${upstream.url}/none`, '--include', '/x'), 'No operation has the path "/x".'],
    [openapi(`${upstream.url}/none`, '--exclude', 'x'), 'No operation has the tag "x".'],
    [openapi('x.yaml', '--tables', 'a'), '--tables says nothing to "sluice import openapi".'],
    [['json', 'x.json'], 'Give the JSON and a name: sluice import json https://host/posts --name Post'],
    [['json', `${upstream.url}/html`, '--name', 'Post'], `${upstream.url}/html is no JSON: `],
    [['json', 'x.json', '--name', 'Post', '--header', 'secret'], "Write --header 'Name: value'"],
    [['sql', '--name', 'Post'], '--name says nothing to "sluice import sql".'],
  ]
  for (const [args, line] of cases) {
    const { code, out, err } = await runSluice(['import', ...args])
    expect([code, out, err.trimEnd().split('\n').length, err]).toEqual([1, '', 1, expect.stringContaining(line)])
    expect(err).not.toContain('secret')
  }
})

test('What a document says gives a terminal no orders, and no line of its own, neither in a note nor in a refusal', async () => {
  await using directory = await createTempDirectory()
  const path = '/x\u001b[2J\u009b2J\nAll is well.'
  const responses = { 200: { content: { 'application/json': { schema: { type: 'string' } } } } }
  const upload = { post: { requestBody: { content: { 'image/\u001b[2J\nx': {} } }, responses } }
  const documentOf = (openapi: string) =>
    JSON.stringify({ openapi, info: {}, paths: { [path]: upload, '/b': { get: { responses } }, [`/${path}`]: upload } })
  const run = async (openapi: string) => {
    await writeFile(join(directory.path, 'api.json'), documentOf(openapi))
    return runSluice(['import', 'openapi', 'api.json'], { cwd: directory.path })
  }
  const { code, err } = await run('3.1.0')
  expect(code).toBe(0)
  expect(err.split('\n').filter(line => line !== '' && !line.startsWith('Left out: '))).toEqual([])
  expect(err).toContain('POST //x [2J 2J All is well.: its path leads out of itself.\n')
  expect(err).toContain('(image/ [2j x): it is no JSON.\n')
  const refused = await run('9\u001b[2J\u009b')
  expect(refused).toMatchObject({
    code: 1,
    err: expect.stringMatching(/^The document is of OpenAPI 9 \[2J , and [^\n]*\n$/),
  })
})
