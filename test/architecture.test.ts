import { globSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join, relative } from 'node:path'
import { buildSchema, GraphQLSchema } from 'graphql'
import { createYoga } from 'graphql-yoga'
import { expect, test } from 'vitest'
import { readImports } from './support/read-imports.ts'

const root = join(import.meta.dirname, '..')
const src = join(root, 'src')

/** The rooms of the house, the innermost first where one stands in another. */
const ROOMS = [
  'source/http',
  'source/sql',
  'source/policy',
  'source',
  'schema',
  'plan',
  'execute',
  'load',
  'result',
  'guard',
  'observe',
  'request',
  'import',
  'command',
  'compose',
  'page',
] as const

/** What a gateway is put together from. */
const COMPOSED = ROOMS.filter(room => room !== 'command' && room !== 'compose' && room !== 'page')

/** Which room may import which other; `types X` is by `import type` only. What is missing may import nothing of ours. */
const ALLOWED: Readonly<Record<string, readonly string[]>> = {
  plan: ['types schema', 'types source'],
  'source/http': ['source', 'plan'],
  'source/sql': ['source', 'plan'],
  'source/policy': ['source', 'plan'],
  load: ['plan', 'source'],
  result: ['source'],
  execute: ['load', 'plan', 'result', 'types source'],
  guard: ['plan', 'result'],
  observe: ['types source'],
  request: ['execute', 'load', 'plan', 'result', 'guard', 'observe', 'source'],
  import: ['schema', 'plan', 'source'],
  command: ['gateway', 'config', 'compose', 'import', 'plan', 'schema', 'demo'],
  config: ['plan'],
  compose: ['config', ...COMPOSED],
  gateway: ['config', 'compose', ...COMPOSED],
  index: ['gateway', 'compose', 'config', 'schema'],
  cli: ['command'],
}

/** The rooms that may import a package; what is missing may be imported by none. */
const PACKAGES: Readonly<Record<string, readonly string[]>> = {
  graphql: ['schema', 'plan', 'execute', 'result', 'guard', 'request', 'compose', 'page'],
  dataloader: ['load'],
  undici: ['source/http'],
  kysely: ['source/sql'],
  mysql2: ['source/sql'],
  pg: ['source/sql'],
  'node:sqlite': ['source/sql'],
  'graphql-yoga': ['request'],
  'lru-cache': ['request', 'source/http'],
  negotiator: ['request'],
  pino: ['observe'],
  pluralize: ['import'],
  yaml: ['import'],
  'prom-client': ['observe'],
  '@opentelemetry/api': ['observe'],
  citty: ['cli', 'command'],
  graphiql: ['page'],
  '@graphiql/react': ['page'],
  'monaco-editor': ['page'],
  'monaco-graphql': ['page'],
  react: ['page'],
  'react-dom': ['page'],
  vite: ['page'],
}

/** Rooms that hold and change data only. */
const NO_IO = ['plan', 'load', 'execute', 'result', 'guard']
const IO_MODULES = /^node:(fs|net|tls|http|https|http2|dns|dgram|child_process|worker_threads|cluster|sqlite)\b/

const files = globSync('**/*.{ts,tsx}', { cwd: src, exclude: ['page/dist/**'] })
  .map(path => ({ path, text: readFileSync(join(src, path), 'utf8') }))
  .map(file => ({ ...file, room: roomOf(file.path), imports: readImports(file.text) }))

/** The room of a file of `src` (or `demo`, which `start --demo` brings), or the file's own name where it stands in none. */
function roomOf(path: string): string {
  if (path.startsWith('../demo/')) return 'demo'
  return ROOMS.find(room => path.startsWith(`${room}/`)) ?? path.replace(/\.ts$/, '')
}

function packageOf(specifier: string): string {
  if (specifier.startsWith('node:')) return specifier
  return specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/')
}

/** The path in `src` of a relative import. */
function targetOf(path: string, specifier: string): string {
  return relative(src, join(src, dirname(path), specifier))
}

test('A room imports only the rooms that the import table names', () => {
  const violations = files.flatMap(({ path, room, imports }) =>
    imports
      .filter(({ specifier }) => specifier.startsWith('.'))
      .map(({ specifier, typeOnly }) => ({ target: roomOf(targetOf(path, specifier)), specifier, typeOnly }))
      .filter(({ target, typeOnly }) => {
        const allowed = ALLOWED[room] ?? []
        return target !== room && !allowed.includes(target) && !(typeOnly && allowed.includes(`types ${target}`))
      })
      .map(({ specifier, typeOnly }) => `${path} imports ${specifier}${typeOnly ? ' (types)' : ''}`),
  )
  expect(violations).toEqual([])
})

test('Result knows of the sources only their error', () => {
  const violations = files
    .filter(({ room }) => room === 'result')
    .flatMap(({ path, imports }) => imports.map(({ specifier }) => targetOf(path, specifier)))
    .filter(target => roomOf(target) === 'source' && target !== 'source/source-error.ts')
  expect(violations).toEqual([])
})

test('A package is imported only by the rooms that own it', () => {
  const violations = files.flatMap(({ path, room, imports }) =>
    imports
      .map(({ specifier }) => packageOf(specifier))
      .filter(name => !name.startsWith('.') && (!name.startsWith('node:') || Object.hasOwn(PACKAGES, name)))
      .filter(name => !(Object.hasOwn(PACKAGES, name) && PACKAGES[name]?.includes(room)))
      .map(name => `${path} imports ${name}`),
  )
  expect(violations).toEqual([])
})

test('Rooms of plain data do no I/O', () => {
  const violations = files
    .filter(({ room }) => NO_IO.includes(room))
    .flatMap(({ path, imports }) => imports.map(({ specifier }) => `${path} imports ${specifier}`))
    .filter(line => IO_MODULES.test(line.split(' ').at(-1) ?? ''))
  expect(violations).toEqual([])
})

test('No file imports itself by way of others', () => {
  const graph = new Map(
    files.map(({ path, imports }) => [
      path,
      imports.filter(({ specifier }) => specifier.startsWith('.')).map(({ specifier }) => targetOf(path, specifier)),
    ]),
  )
  const circles: string[] = []
  const done = new Set<string>()
  const visit = (path: string, way: readonly string[]) => {
    if (way.includes(path)) circles.push([...way.slice(way.indexOf(path)), path].join(' -> '))
    if (way.includes(path) || done.has(path)) return
    for (const target of graph.get(path) ?? []) visit(target, [...way, path])
    done.add(path)
  }
  for (const path of graph.keys()) visit(path, [])
  expect(circles).toEqual([])
})

test('Only the configuration reads the environment', () => {
  const readers = files
    .filter(({ text }) =>
      /\bprocess\s*(\?\.|\.)\s*env\b|\bprocess\[|\{[^}]*\benv\b[^}]*\}\s*(=\s*process\b|from 'node:process')/.test(
        text,
      ),
    )
    .map(({ path }) => path)
  expect(readers.filter(path => path !== 'config.ts')).toEqual([])
})

test('A file has at most 220 lines and no default export', () => {
  expect(files.filter(({ text }) => text.trimEnd().split('\n').length > 220).map(({ path }) => path)).toEqual([])
  const defaults = files.filter(({ text }) => /^export default\b|^export \{[^}]*\bas default\b/m.test(text))
  // Vite asks for one.
  expect(defaults.map(({ path }) => path).filter(path => path !== 'page/vite.config.ts')).toEqual([])
})

test('There is one copy of graphql, and Yoga, Node and the tests load the same', async () => {
  const copies = globSync(['node_modules/graphql/package.json', 'node_modules/**/node_modules/graphql/package.json'], {
    cwd: root,
  })
  expect(copies).toEqual(['node_modules/graphql/package.json'])

  const require = createRequire(import.meta.url)
  const requireOfYoga = createRequire(require.resolve('graphql-yoga'))
  expect(require('graphql').GraphQLSchema).toBe(GraphQLSchema)
  expect(requireOfYoga('graphql').GraphQLSchema).toBe(GraphQLSchema)

  // graphql-js refuses a schema that another copy of it has made.
  const yoga = createYoga({ schema: buildSchema('type Query { a: Int }'), logging: false })
  const response = await yoga.fetch('http://localhost/graphql?query={a}')
  expect(await response.json()).toEqual({ data: { a: null } })
})
