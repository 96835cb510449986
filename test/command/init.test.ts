import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdir, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { createDatabase, DIALECTS } from '../support/dialects.ts'
import { createSqliteDatabase } from '../support/sqlite.ts'
import { createTempDirectory } from '../support/temp-directory.ts'
import { startUpstream } from '../support/upstream.ts'
import { runSluice, startSluice } from './sluice.ts'

const USERS = `CREATE TABLE users (id INTEGER PRIMARY KEY, name VARCHAR(20) NOT NULL);
  INSERT INTO users VALUES (1, 'Ada'), (2, 'Bo');`

/** An API of things whose operation lists them, with a key that it needs. */
function documentOf(component: string, properties: Readonly<Record<string, object>>, path = '/posts'): string {
  const schema = { type: 'array', items: { $ref: `#/components/schemas/${component}` } }
  return JSON.stringify({
    openapi: '3.0.3',
    servers: [{ url: '/v1' }],
    security: [{ key: [] }],
    paths: { [path]: { get: { responses: { 200: { content: { 'application/json': { schema } } } } } } },
    components: {
      securitySchemes: { key: { type: 'apiKey', in: 'header', name: 'X-Key' } },
      schemas: { [component]: { type: 'object', required: ['title'], properties } },
    },
  })
}

const POST = { title: { type: 'string' }, user_id: { type: 'integer' } }

/** What `node --test` of the project says of the gateway. */
async function runProjectTest(cwd: string, url: string): Promise<string> {
  const { NODE_OPTIONS: _, NODE_TEST_CONTEXT: __, VITEST: ___, ...env } = process.env
  const { stdout } = await promisify(execFile)(process.execPath, ['--test'], { cwd, env: { ...env, SLUICE_URL: url } })
  return stdout
}

async function filesOf(folder: string): Promise<Map<string, string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const paths = entries.filter(entry => entry.isFile()).map(entry => join(entry.parentPath, entry.name))
  const texts = await Promise.all(paths.map(path => readFile(path, 'utf8')))
  return new Map(paths.map((path, at) => [path.slice(folder.length + 1), texts[at] ?? '']))
}

for (const dialect of DIALECTS)
  test(`A project of a database and an API is served, and its first query joins them (${dialect})`, async () => {
    await using database = await createDatabase(dialect, USERS)
    const posts = { json: [{ title: 'One', user_id: 2 }] }
    await using upstream = await startUpstream(({ url }) =>
      url === '/openapi.json?token=hidden' ? { body: documentOf('Post', POST) } : posts,
    )
    await using directory = await createTempDirectory()
    const folder = join(directory.path, 'shop')
    const api = `${upstream.url}/openapi.json?token=hidden`
    const { code, out, err } = await runSluice(['init', 'shop', '--database', database.url, '--api', api], {
      cwd: directory.path,
    })
    expect([code, err]).toEqual([0, ''])
    expect(out).toContain('Post.user joins User: see schema/joins.graphql.\n')
    expect(out).toContain('Fill in, in .env: API_KEY\nNext:\n  cd shop\n  npx sluice dev')
    const files = await filesOf(folder)
    expect([...files.keys()].toSorted()).toEqual([
      ...['.env', '.env.example', '.gitignore', '.graphqlrc.yml', 'operations/first.graphql', 'schema/api.graphql'],
      ...['schema/db.graphql', 'schema/joins.graphql', 'sluice.graphql', 'test/first.test.mjs'],
    ])
    expect(files.get('schema/joins.graphql')).toContain('extend type Post {\n  user: User @map(from: "user_id")\n}\n')
    expect(files.get('operations/first.graphql')).toBe(
      '{\n  posts {\n    title\n    user {\n      name\n    }\n  }\n}\n',
    )
    // What is secret is in one file, which only its owner reads and git does not.
    const secret = new URL(database.url).password || 'hidden'
    const telling = [...files].filter(([, text]) => text.includes(secret) || text.includes('hidden'))
    expect(telling.map(([name]) => name)).toEqual(dialect === 'sqlite' ? [] : ['.env'])
    expect((await stat(join(folder, '.env'))).mode & 0o777).toBe(0o600)
    expect(files.get('.gitignore')?.split('\n')).toContain('.env')

    await writeFile(join(folder, '.env'), (files.get('.env') ?? '').replace('API_KEY=', 'API_KEY=key'))
    await using sluice = startSluice(['dev', '--port', '0'], { cwd: folder })
    const url = `${await sluice.said(/ at (http:\S+)\/graphql$/m)}/graphql`
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: files.get('operations/first.graphql') }),
    })
    expect(await response.json()).toEqual({ data: { posts: [{ title: 'One', user: { name: 'Bo' } }] } })
    expect(upstream.requests.at(-1)?.headers['x-key']).toBe('key')
    expect(await runProjectTest(folder, url)).toContain('pass 1\n')
    // The files of imports are written again where nothing has changed.
    const again = await runSluice(['import', 'sql', database.url, '--into', 'schema/db.graphql'], { cwd: folder })
    expect(again.code).toBe(0)
    expect(again.err).toMatch(/nothing has changed|no definition has changed/)
  })

test('What is there is kept, lines that lack are added, and a second schema is refused', async () => {
  await using database = await createSqliteDatabase(USERS)
  await using directory = await createTempDirectory()
  const { path } = directory
  await writeFile(join(path, '.env'), 'OTHER=1')
  await chmod(join(path, '.env'), 0o644)
  await writeFile(join(path, '.gitignore'), 'dist\r\n.env\r\n')
  await mkdir(join(path, 'operations'))
  await writeFile(join(path, 'operations/first.graphql'), '{ mine }')
  const { code, out } = await runSluice(['init', '--database', database.url], { cwd: path })
  expect(code).toBe(0)
  expect(out).toContain(
    'Kept as they were: operations/first.graphql\nOthers on this machine may read .env: chmod 600 .env\nNext:\n',
  )
  const files = await filesOf(path)
  expect(files.get('operations/first.graphql')).toBe('{ mine }')
  expect(files.get('.env')).toBe('OTHER=1\nSLUICE_SCHEMA=schema\n')
  expect(files.get('.gitignore')).toBe('dist\r\n.env\r\nnode_modules/\n')
  expect(files.get('schema/joins.graphql')).toContain('# extend type Post {')
  expect(await runSluice(['check'], { cwd: path })).toMatchObject({ code: 0, out: 'schema: no problems.\n' })
  expect(await runSluice(['init', '--demo'], { cwd: path })).toMatchObject({
    code: 1,
    err: 'There is something in schema already. Add to it: sluice import sql --into schema/db.graphql\n',
  })
})

test('Nothing is written through a symbolic link', async () => {
  await using database = await createSqliteDatabase(USERS)
  await using directory = await createTempDirectory()
  const { path } = directory
  await mkdir(join(path, 'project'))
  for (const [name, target] of [
    ['.env', 'elsewhere'],
    ['.gitignore', 'nowhere'],
  ] as const) {
    await writeFile(join(path, 'elsewhere'), 'OTHER=1\n')
    await symlink(join(path, target), join(path, 'project', name))
    const { code, err } = await runSluice(['init', 'project', '--database', database.url], { cwd: path })
    expect([code, err]).toEqual([
      1,
      `project/${name} is a symbolic link, and what stands where it leads is not changed. Put a file in its place.\n`,
    ])
    await rm(join(path, 'project', name))
  }
  expect([...(await filesOf(path))]).toEqual([['elsewhere', 'OTHER=1\n']])
})

test('A type that both have is told apart by a prefix', async () => {
  await using database = await createSqliteDatabase(USERS)
  await using directory = await createTempDirectory()
  const { path } = directory
  await writeFile(join(path, 'api.json'), documentOf('User', POST, '/users'))
  const { code, out } = await runSluice(['init', 'p', '--database', database.url, '--api', 'api.json'], { cwd: path })
  expect(code).toBe(0)
  expect(out).toContain("Query.users is in both: the API's types and fields begin with Api.\n")
  expect(out).toContain('ApiUser.user joins User: see schema/joins.graphql.\n')
  expect(out).toContain('Fill in, in .env: API_API_URL, API_API_KEY\n')
  const file = await readFile(join(path, 'p/schema/api.graphql'), 'utf8')
  expect(file).toMatch(
    /^# Generated by: sluice import openapi \.\.\/api\.json --prefix Api --into schema\/api\.graphql\n/,
  )
})

test('Where a source can not be read, nothing is written', async () => {
  await using directory = await createTempDirectory()
  const { path } = directory
  const refusal = async (...args: string[]) => (await runSluice(['init', ...args], { cwd: path })).err
  expect(await refusal('--database', 'sqlite:none.db', '--api', 'none.json')).toMatch(
    /^The database can't be read: .*\n$/,
  )
  expect(await refusal('--api', 'none.json')).toBe('There is no file none.json.\n')
  expect(await refusal('--demo', '--api', 'none.json')).toBe('--demo stands without --database and --api.\n')
  expect(await refusal()).toBe(
    'Say what to begin with: sluice init --database URL, --api URL of an OpenAPI document, or --demo\n',
  )
  expect(await readdir(path)).toEqual([])
})

const CLI = join(import.meta.dirname, '../../src/cli.ts')

/** Runs `sluice init` in a terminal that answers its questions. */
async function answerOnTerminal(cwd: string, answers: readonly string[]): Promise<{ code: unknown; said: string }> {
  const { PATH, NODE_COMPILE_CACHE } = process.env
  const command = `'${process.execPath}' '${CLI}' init`
  const terminal = spawn('script', ['-qefc', command, '/dev/null'], {
    cwd,
    env: { PATH, NODE_COMPILE_CACHE, TERM: 'dumb', NO_COLOR: '1' },
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const left = [...answers]
  let said = ''
  let asked = 0
  terminal.stdout.setEncoding('utf8').on('data', text => {
    said += text
    while (said.split('for none): ').length - 1 > asked && left.length > 0) {
      asked++
      terminal.stdin.write(left.shift())
    }
  })
  const [code] = await once(terminal, 'close')
  return { code, said }
}

test('On a terminal it asks; two empty answers are the demo, and Ctrl-C writes nothing', async () => {
  await using database = await createSqliteDatabase(USERS)
  await using directory = await createTempDirectory()
  const [stopped, demo, shop] = ['stopped', 'demo', 'shop'].map(name => join(directory.path, name)) as [
    string,
    string,
    string,
  ]
  for (const folder of [stopped, demo, shop]) await mkdir(folder)
  expect(await answerOnTerminal(stopped, ['\u0003'])).toMatchObject({
    code: 1,
    said: expect.stringContaining('Nothing was written.'),
  })
  expect(await readdir(stopped)).toEqual([])
  expect(await answerOnTerminal(demo, ['\r', '\r'])).toMatchObject({
    code: 0,
    said: expect.stringContaining('schema/demo.graphql'),
  })
  expect(await readFile(join(demo, '.env'), 'utf8')).toBe('SLUICE_SCHEMA=schema\nSLUICE_DEMO=true\n')
  const answered = await answerOnTerminal(shop, [` ${database.url}\r`, '\r'])
  expect(answered).toMatchObject({ code: 0, said: expect.stringContaining('schema/db.graphql') })
})
