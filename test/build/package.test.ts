import { execFile } from 'node:child_process'
import { globSync } from 'node:fs'
import { readFile, symlink, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { promisify, stripVTControlCharacters } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { reachDeclarations } from '../../build/reach-declarations.ts'
import { runSluice, startSluice } from '../command/sluice.ts'
import { startTraceCollector } from '../support/trace-collector.ts'
import { startUpstream } from '../support/upstream.ts'
import { examplesInComments, examplesInPage } from './examples.ts'
import { expectDemoAnswers } from './expect-demo-answers.ts'
import { exportedNames } from './exported-names.ts'
import { type InstalledPackage, installPackage } from './installed-package.ts'

const run = promisify(execFile)
const require = createRequire(import.meta.url)

let app: Promise<InstalledPackage>

// Built once, which takes its time.
beforeAll(async () => {
  app = installPackage()
  await app
}, 300_000)

afterAll(async () => (await app)[Symbol.asyncDispose]())

test('The built package serves its demo, page and processes of SQLite included, wherever it is installed', async () => {
  const { project, installed } = await app
  const cli = join(installed, 'dist/src/cli.js')
  expect((await readFile(cli, 'utf8')).split('\n')[0]).toBe('#!/usr/bin/env node')

  await using sluice = startSluice(['start', '--demo', '--port', '0'], { cwd: project, cli })
  const url = await sluice.said(/ at (http:\S+)$/m)
  await expectDemoAnswers(url)

  const page = await fetch(url, { headers: { accept: 'text/html' } })
  const script = /src="\.(\/graphql\/assets\/[^"]+\.js)"/.exec(await page.text())?.[1] ?? ''
  const asset = await fetch(new URL(script, url))
  expect([page.status, asset.status, asset.headers.get('content-type')]).toEqual([
    200,
    200,
    'text/javascript; charset=utf-8',
  ])

  sluice.kill('SIGTERM')
  expect(await sluice.ending).toMatchObject({ code: 0, signal: null, err: '' })

  const old = 'data:text/javascript,Object.defineProperty(process, "version", { value: "v20.20.2" })'
  expect(await runSluice(['--version'], { cli, nodeOptions: ['--import', old] })).toMatchObject({ code: 1, out: '' })

  const api = "import * as sluice from 'sluice'; console.log(Object.keys(sluice).join())"
  const { stdout } = await run(process.execPath, ['--input-type=module', '-e', api], { cwd: project })
  expect(stdout.trim().split(',')).toEqual([
    'ConfigError',
    'ERROR_REASONS',
    'SchemaFileError',
    'SchemaProblems',
    'batch',
    'checkSchema',
    'createGateway',
    'createSchema',
    'importDatabase',
    'importJson',
    'importOpenApi',
    'needs',
    'printProblems',
    'printSchema',
    'printTypes',
    'startGateway',
  ])
})

test('Traces need one package more, and without it the command says which', async () => {
  const { project, installed } = await app
  const cli = join(installed, 'dist/src/cli.js')
  await using collector = await startTraceCollector()
  const options = { cwd: project, cli, environment: collector.environment }
  expect(await runSluice(['start', '--demo', '--port', '0'], options)).toMatchObject({
    code: 1,
    err: 'OTEL_EXPORTER_OTLP_ENDPOINT asks for traces, and what collects them is not installed: npm install @opentelemetry/sdk-node\n',
  })
  const sdk = 'node_modules/@opentelemetry/sdk-node'
  await symlink(join(import.meta.dirname, '../..', sdk), join(project, sdk))
  await using sluice = startSluice(['start', '--demo', '--port', '0'], options)
  await expectDemoAnswers(await sluice.said(/ at (http:\S+)$/m))
  sluice.kill('SIGTERM')
  expect(await sluice.ending).toMatchObject({ code: 0, signal: null, err: '' })
  expect(collector.spans.map(({ name }) => name)).toContain('query')
})

const root = join(import.meta.dirname, '../..')

/** What examples use beside the package. */
const BESIDE_IT = ['fastify', 'hono', 'vitest']

/** Asks the function of a module once, as who runs such functions does. */
const ASK_FUNCTION = `
  const { default: { fetch } } = await import(process.argv[1])
  console.log(await (await fetch(new Request('http://localhost/graphql?query={posts{title}}'))).text())
  process.exit()`

/** Where the types of the package are looked for by who compiles modules of Node, or has a bundler. */
const RESOLUTIONS = { nodenext: 'nodenext', esnext: 'bundler' }

const SHOP = 'CREATE TABLE orders (id INTEGER PRIMARY KEY, total INTEGER NOT NULL)'
const WRONG = `extend schema @source(name: "api", http: { baseURL: "{$env.API_URL}" })
type Query {
  posts: [Post!] @http(source: "ap", GET: "/posts")
}
type Post { title: String! }
`
const OPENAPI = `openapi: 3.0.0
info: { title: Posts, version: '1' }
servers: [{ url: https://api.example.com }]
paths:
  /posts:
    get:
      operationId: posts
      responses:
        '200':
          description: All
          content:
            application/json:
              schema: { type: array, items: { $ref: '#/components/schemas/Post' } }
components: { schemas: { Post: { type: object, required: [id, title], properties: { id: { type: string }, title: { type: string } } } } }
`

/** Type-checks the TypeScript files of a project, as its author would. */
async function checkTypes(project: string): Promise<void> {
  const tsc = join(require.resolve('typescript/package.json'), '../bin/tsc')
  for (const [module, moduleResolution] of Object.entries(RESOLUTIONS)) {
    const compilerOptions = {
      target: 'esnext',
      module,
      moduleResolution,
      strict: true,
      exactOptionalPropertyTypes: true,
      noUncheckedIndexedAccess: true,
      verbatimModuleSyntax: true,
      allowImportingTsExtensions: true,
      types: ['node'],
      noEmit: true,
    }
    await writeFile(join(project, 'tsconfig.json'), JSON.stringify({ compilerOptions, include: ['*.ts'] }))
    const { stdout } = await run(process.execPath, [tsc], { cwd: project }).catch(error => error)
    expect(stdout).toBe('')
  }
}

/** In a process of its own: in that of the tests, Node takes the sources that the tool brings along. */
const CHECK_TYPES = `
  import { readFile } from 'node:fs/promises'
  import { checkPackage, createPackageFromTarballData } from '@arethetypeswrong/core'
  const tarball = await readFile(process.argv[1])
  console.log(JSON.stringify(await checkPackage(createPackageFromTarballData(tarball))))`

test('The package is what publint and arethetypeswrong take for right', async () => {
  const { installed, tarball } = await app
  const { publint } = require('publint')
  const { messages } = await publint({ pkgDir: installed, pack: false, strict: true })
  expect(messages).toEqual([])

  const { stdout } = await run(process.execPath, ['--input-type=module', '-e', CHECK_TYPES, tarball])
  const { types, problems } = JSON.parse(stdout)
  // It is for Node 24.15 and newer, which knows `exports` and requires ES modules.
  const known = (problem: { kind: string; resolutionKind?: string }) =>
    problem.kind === 'CJSResolvesToESM' || problem.resolutionKind === 'node10'
  expect([types.kind, problems.filter((problem: { kind: string }) => !known(problem))]).toEqual(['included', []])
})

test('The package has public types and no others', async () => {
  const { installed } = await app
  expect(globSync('**/*.d.ts', { cwd: installed }).sort()).toEqual([
    'dist/src/compose/bound-schema.d.ts',
    'dist/src/compose/check-schema.d.ts',
    'dist/src/compose/import-database.d.ts',
    'dist/src/compose/import-json.d.ts',
    'dist/src/compose/import-openapi.d.ts',
    'dist/src/compose/imported-schema.d.ts',
    'dist/src/compose/print-schema.d.ts',
    'dist/src/compose/source-description.d.ts',
    'dist/src/compose/types/print-types.d.ts',
    'dist/src/config/config-error.d.ts',
    'dist/src/config/config.d.ts',
    'dist/src/edge/embedded-doors.d.ts',
    'dist/src/edge/graphql/execute-request.d.ts',
    'dist/src/edge/server/answer-fetch.d.ts',
    'dist/src/edge/server/readiness.d.ts',
    'dist/src/gateway.d.ts',
    'dist/src/import/import-note.d.ts',
    'dist/src/index.d.ts',
    'dist/src/plan/hook/hooks.d.ts',
    'dist/src/plan/operation-limits.d.ts',
    'dist/src/plan/resolver/batch.d.ts',
    'dist/src/plan/resolver/needs.d.ts',
    'dist/src/plan/resolver/resolver-context.d.ts',
    'dist/src/plan/resolver/resolver-map.d.ts',
    'dist/src/plan/resolver/source-clients.d.ts',
    'dist/src/plan/resolver/typed-resolver.d.ts',
    'dist/src/plan/user/rate.d.ts',
    'dist/src/schema/problem.d.ts',
    'dist/src/schema/schema-change.d.ts',
    'dist/src/schema/schema-clash.d.ts',
    'dist/src/schema/schema-file-error.d.ts',
    'dist/src/source/hooked-call.d.ts',
    'dist/src/source/source-error.d.ts',
  ])
})

test('Every export is documented by examples, which compile and run in a project that has installed it', async () => {
  const { project, installed } = await app
  await using api = await startUpstream({ 'GET /posts': { json: [{ id: '1', title: 'Hello' }] } })
  const page = await readFile('docs/library.md', 'utf8')
  const [, schema = ''] = /^```graphql\n(.*?)^```$/ms.exec(page) ?? []
  const files = {
    'schema.graphql': schema,
    'resolved.graphql': `${schema}extend type Query { greeting: String }\nextend type Post { shout: String }\n`,
    'wrong.graphql': WRONG,
    'openapi.yaml': OPENAPI,
    'posts.json': '[{ "id": 1 }]',
  }
  for (const [name, text] of Object.entries(files)) await writeFile(join(project, name), text)
  for (const name of BESIDE_IT) await symlink(join(root, 'node_modules', name), join(project, 'node_modules', name))
  using database = new DatabaseSync(join(project, 'shop.db'))
  database.exec(SHOP)

  const reached = await reachDeclarations(installed, 'dist/src/index.d.ts')
  const { values, types } = exportedNames(reached.get('dist/src/index.d.ts') ?? '')
  const inComments = [...reached.values()].flatMap(examplesInComments)
  const inPage = examplesInPage(page)
  const undocumented = values.filter(name =>
    [inComments, inPage].some(examples => !examples.some(({ code }) => new RegExp(`\\b${name}\\b`).test(code))),
  )
  expect([undocumented, types.filter(name => !new RegExp(`\\b${name}\\b`).test(page))]).toEqual([[], []])

  const examples = [...inComments, ...inPage]
  const named = (pattern: RegExp, end: string) =>
    examples.flatMap(({ code }, index) => (pattern.test(code) ? [`example-${index}${end}`] : []))
  const functions = named(/^export default/m, '.ts')
  const tests = named(/from 'vitest'/, '.test.ts')
  const programs = examples.map(
    (_, index) => tests.find(name => name === `example-${index}.test.ts`) ?? `example-${index}.ts`,
  )
  const imported = programs.filter(name => !functions.includes(name) && !tests.includes(name))
  for (const [index, name] of programs.entries()) await writeFile(join(project, name), examples[index]?.code ?? '')
  await writeFile(
    join(project, 'all.ts'),
    `export { ${[...values, ...types.map(name => `type ${name}`)]} } from 'sluice'\n`,
  )
  await writeFile(
    join(project, 'main.ts'),
    `${imported.map(name => `await import('./${name}')\n`).join('')}export {}\n`,
  )
  await writeFile(join(project, 'package.json'), '{ "type": "module" }')
  await checkTypes(project)
  const environment = { ...process.env, API_URL: api.url }
  const { stdout } = await run(process.execPath, ['main.ts'], { cwd: project, env: environment })
  expect(stdout.trimEnd().split('\n')).toEqual(examples.flatMap(({ prints }) => prints))

  expect([functions.length, tests.length]).toEqual([1, 1])
  const inProject = { cwd: project, env: environment }
  const asked = await run(
    process.execPath,
    ['--input-type=module', '-e', ASK_FUNCTION, join(project, functions[0] ?? '')],
    inProject,
  )
  expect(asked.stdout).toBe('{"data":{"posts":[{"title":"Hello"}]}}\n')
  const vitest = join(require.resolve('vitest/package.json'), '../vitest.mjs')
  const told = await run(process.execPath, [vitest, 'run', '--root', project], inProject)
  expect(stripVTControlCharacters(told.stdout)).toMatch(/Tests +1 passed/)
})
