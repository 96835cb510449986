import { getNullableType, isListType } from 'graphql'
import type { Binding } from '../../src/plan/binding.ts'
import { SOURCE_KINDS } from '../../src/schema/kind/source-kinds.ts'
import type { SourcePlan } from '../../src/source/source-plan.ts'

// A process with a third kind of source: shelves in memory. `@memory(shelf:)` on a field is all of one, on a type one thing
// of it by its `id`. It is added to the tables of kinds before anything reads them, and prints what came of it.

const SHELVES: Readonly<Record<string, readonly Readonly<Record<string, unknown>>[]>> = {
  users: [
    { id: 1, name: 'Ada' },
    { id: 2, name: 'Bob' },
  ],
  posts: [
    { id: 10, title: 'First', author: 1 },
    { id: 11, title: 'Second', author: { id: 2, name: 'Bob, as the post has him' } },
  ],
}

interface MemoryBinding extends Binding {
  readonly shelf: string
}

function add<Entry>(table: ReadonlyMap<string, Entry>, entry: Entry): void {
  void (table as Map<string, Entry>).set('memory', entry)
}

add(SOURCE_KINDS, {
  input: 'sluice_Memory',
  options: { room: { takes: 'text', type: 'String!', default: 'needed', description: 'where the shelves are' } },
  definitions: 'directive @memory(source: String, shelf: String!) on FIELD_DEFINITION | OBJECT',
})

const compiled = await import('../../src/compile/source-kinds.ts')
type Compiler = ReturnType<NonNullable<ReturnType<typeof compiled.SOURCE_KINDS.get>>['createCompiler']>

function compile({ coordinate, source, type, use, keys }: Parameters<Compiler['compileHome']>[0]) {
  const binding: MemoryBinding = { kind: 'memory', source, coordinate, shelf: String(use.args.shelf) }
  const list = type !== undefined && isListType(getNullableType(type))
  const key = keys?.list() ?? []
  const shared = { answersObjects: false, maxBatch: 100, callsPerKey: undefined, transacts: false }
  return { coordinate, source, binding, key, spread: [], list, ...shared, columns: [] }
}

add(compiled.SOURCE_KINDS, {
  name: 'memory',
  called: 'a memory',
  example: { source: 'attic', option: 'room', address: 'attic' },
  usage: '@memory(shelf: "…")',
  insteadOfMap: 'Remove it.',
  traits: { answersKeys: true, nestsObjects: true, hasNotations: true },
  isPaged: () => false,
  compileSource: ({ values }) => ({ address: `memory://${values.room}`, naming: 'SAME', timeout: 1_000 }),
  createCompiler: () => ({
    compileBinding: context => ({
      bound: compile(context),
      argumentFields: new Map(),
      applied: [],
      meaningless: new Map(),
    }),
    compileHome(context) {
      const use = { argument: 'shelf', required: true, hasDefault: false }
      context.keys?.add('this', [{ kind: 'property', name: 'id' }], use)
      return compile(context)
    },
  }),
})

const calls: string[] = []
const { SOURCE_OPENERS } = await import('../../src/compose/source-openers.ts')
add(SOURCE_OPENERS, async () => ({
  open: () => ({
    async load({ binding }: SourcePlan<MemoryBinding>, keys) {
      calls.push(`${binding.coordinate} ${JSON.stringify(keys)}`)
      const shelf = SHELVES[binding.shelf] ?? []
      return keys.map(([id]) => (id === undefined ? shelf : (shelf.find(each => each.id === id) ?? null)))
    },
    describe: () => ({ text: 'memory', keysPerCall: 1, callsEach: 1, least: 1, maxItems: undefined }),
    async [Symbol.asyncDispose]() {},
  }),
}))

const SCHEMA = /* GraphQL */ `
  extend schema @source(name: "attic", memory: { room: "attic" })
  type Query {
    posts: [Post!]! @memory(shelf: "posts")
  }
  type Post {
    id: ID!
    title: String!
    author: User
  }
  type User @memory(shelf: "users") {
    id: ID!
    name: String!
  }
`

const WRONG = /* GraphQL */ `
  extend schema @source(name: "attic") @source(name: "cellar", memory: { room: "cellar" })
  type Query {
    a: Int
    b: Int @memory(source: "cellar", shelf: "b") @sql(query: "SELECT 1")
    c: Int @http(source: "cellar", GET: "/c")
  }
`

const { startTestGateway } = await import('../support/gateway.ts')
const { SchemaProblems } = await import('../../src/schema/problem.ts')

async function answer(query: string): Promise<unknown> {
  await using gateway = await startTestGateway({ schema: SCHEMA })
  return (await gateway.query(query)).body
}

async function problems(): Promise<readonly string[]> {
  try {
    await using _ = await startTestGateway({ schema: WRONG })
    return []
  } catch (error) {
    if (!(error instanceof SchemaProblems)) throw error
    return error.problems.map(({ coordinate, message, suggestion }) => `${coordinate}: ${message} ${suggestion}`)
  }
}

const answered = await answer('{ posts { title author { id name } } }')
console.log(JSON.stringify({ answer: answered, calls, problems: await problems() }))
