import { globSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join, relative } from 'node:path'
import { buildSchema, GraphQLSchema } from 'graphql'
import { createYoga } from 'graphql-yoga'
import { expect, test } from 'vitest'
import { SOURCE_KINDS as COMPILED_KINDS } from '../src/compile/source-kinds.ts'
import { SOURCE_OPENERS } from '../src/compose/source-openers.ts'
import { SOURCE_KINDS as SCHEMA_KINDS } from '../src/schema/kind/source-kinds.ts'
import { readImports } from './support/read-imports.ts'

const root = join(import.meta.dirname, '..')
const src = join(root, 'src')

/** The cells of every row of the README's tables whose header begins with `header`, without the header. */
function tableOf(header: string): string[][] {
  const lines = readFileSync(join(src, 'README.md'), 'utf8').split('\n')
  const start = lines.findIndex(line => line.replaceAll(/\s+/g, ' ').startsWith(`| ${header} |`))
  const rows = lines.slice(start + 2)
  return rows
    .slice(
      0,
      rows.findIndex(line => !line.startsWith('|')),
    )
    .map(row => row.split('|').slice(1, -1))
}

/** The names in a cell, `types X` for one by `import type` only. */
function namesIn(cell = ''): string[] {
  return [...cell.matchAll(/`([^`]+)`( \(types\))?/g)].map(([, name, types]) => (types ? `types ${name}` : `${name}`))
}

/** Which room may import which other. */
const ALLOWED = new Map(
  tableOf('room | may import').flatMap(([room, allowed]) =>
    namesIn(room).map(name => [name, namesIn(allowed)] as const),
  ),
)

/** The rooms of the house; one that stands in another before it. */
const ROOMS = [...ALLOWED.keys()].sort((a, b) => b.length - a.length)

/** The rooms that may import a package; what is missing may be imported by none. */
const PACKAGES = new Map(
  tableOf('package | rooms').flatMap(([names, rooms]) => namesIn(names).map(name => [name, namesIn(rooms)] as const)),
)

/** Rooms that hold and change data only. */
const NO_IO = ['plan', 'load', 'execute', 'result', 'guard']
const IO_MODULES = /^node:(fs|net|tls|http|https|http2|dns|dgram|child_process|worker_threads|cluster|sqlite)\b/

const files = globSync('**/*.{ts,tsx}', { cwd: src, exclude: ['graphiql/dist/**'] })
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

test('The README names every room and every file that stands in none, and only such', () => {
  const rooms = tableOf('room | what is in it').flatMap(([room]) =>
    namesIn(room).map(name => name.replace(/\/$|\.ts$/, '')),
  )
  expect(new Set(files.map(({ room }) => room))).toEqual(new Set(rooms))
  expect([...ALLOWED.keys()].filter(room => !rooms.includes(room))).toEqual([])
})

test('A room imports only the rooms that the import table names', () => {
  const violations = files.flatMap(({ path, room, imports }) =>
    imports
      .filter(({ specifier }) => specifier.startsWith('.'))
      .map(({ specifier, typeOnly }) => ({ target: roomOf(targetOf(path, specifier)), specifier, typeOnly }))
      .filter(({ target, typeOnly }) => {
        const allowed = ALLOWED.get(room) ?? []
        return target !== room && !allowed.includes(target) && !(typeOnly && allowed.includes(`types ${target}`))
      })
      .map(({ specifier, typeOnly }) => `${path} imports ${specifier}${typeOnly ? ' (types)' : ''}`),
  )
  expect(violations).toEqual([])
})

test('Result knows of the sources only their error, and execution only what shares the event loop, and types', () => {
  const known = new Map([
    ['result', ['source/source-error.ts']],
    ['execute', ['source/slices.ts', 'source/soon.ts', 'source/json-text-steps.ts']],
  ])
  const violations = files
    .filter(({ room }) => known.has(room))
    .flatMap(({ path, room, imports }) =>
      imports
        .filter(({ typeOnly }) => room === 'result' || !typeOnly)
        .map(({ specifier }) => targetOf(path, specifier))
        .filter(target => roomOf(target) === 'source' && !known.get(room)?.includes(target ?? '')),
    )
  expect(violations).toEqual([])
})

test('A package is imported only by the rooms that own it', () => {
  const violations = files.flatMap(({ path, room, imports }) =>
    imports
      .map(({ specifier }) => packageOf(specifier))
      .filter(name => !name.startsWith('.') && (!name.startsWith('node:') || PACKAGES.has(name)))
      .filter(name => !PACKAGES.get(name)?.includes(room))
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

/** What knows one kind of source: its folders and files, those of importers, which write its directives, cases, whose documents have blocks of HTTP and SQL, and the tables. */
const OF_A_KIND =
  /(^|\/)(http|sql)[/-]|^import\/|^case\/|^command\/import\.ts$|^schema\/kind\/source-kinds\.ts$|^compose\/source-openers\.ts$/

test('A kind of source is named by its own files and the tables of kinds only', () => {
  const isCode = (line: string) => !/^\s*(\/?\*|\/\/)/.test(line)
  const violations = files
    .filter(({ path }) => !OF_A_KIND.test(path) && !path.startsWith('graphiql/'))
    .flatMap(({ path, text }) =>
      text
        .split('\n')
        .filter(
          line =>
            isCode(line) &&
            /(['"`])(http|sql)\1|@(http|sql)\b|\bkind\.(http|sql)\b|[[{]\s*(http|sql)\s*[:,}\]]/.test(line),
        )
        .map(line => `${path}: ${line.trim()}`),
    )
  expect(violations).toEqual([])
})

test('Every table of kinds has the same kinds', () => {
  const names = [...SCHEMA_KINDS.keys()]
  expect([...COMPILED_KINDS.keys()]).toEqual(names)
  expect([...SOURCE_OPENERS.keys()]).toEqual(names)
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
    // What comments and messages say of it reads nothing.
    .map(({ path, text }) => ({ path, text: text.replaceAll(/\/\*.*?\*\/|'[^'\n]*process\.env[^'\n]*'/gs, '') }))
    .filter(({ text }) =>
      /\bprocess\s*(\?\.|\.)\s*env\b|\bprocess\[|\{[^}]*\benv\b[^}]*\}\s*(=\s*process\b|from 'node:process')/.test(
        text,
      ),
    )
    .map(({ path }) => path)
  expect(readers.filter(path => path !== 'config/read-environment.ts')).toEqual([])
})

test('A file has at most 300 lines and no default export', () => {
  expect(files.filter(({ text }) => text.trimEnd().split('\n').length > 300).map(({ path }) => path)).toEqual([])
  const defaults = files.filter(({ text }) => /^export default\b|^export \{[^}]*\bas default\b/m.test(text))
  // Vite asks for one.
  expect(defaults.map(({ path }) => path).filter(path => path !== 'graphiql/vite.config.ts')).toEqual([])
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
