import DataLoader from 'dataloader'
import { buildSchema, execute, executeSync, type GraphQLSchema, isObjectType, parse } from 'graphql'
import { compileQuery, isCompiledQuery } from 'graphql-jit'
import type { Key } from '../../src/source/source-plan.ts'
import type { Contender } from '../measure.ts'
import { type Linked, linkedRows, plainRows } from './rows.ts'
import { sluice } from './sluice.ts'

/** What is compared, and how much faster than each other contender the first one is to be. */
export interface Scenario {
  readonly name: string
  readonly rows: number
  readonly contenders: readonly Contender[]
  readonly targets: Readonly<Record<string, number>>
}

const TYPES = /* GraphQL */ `
  type Post { id: ID! userId: ID! title: String! body: String! user: User! }
  type User { id: ID! name: String! email: String! }
`
const SOURCE = 'extend schema @source(name: "memory", http: { baseURL: "http://memory" })'
const POSTS_QUERY = '{ posts { id userId title body user { id name email } } }'

/** Rows with a nested object, without any further call. */
export function plainScenario(count: number, targets: Scenario['targets']): Scenario {
  const rows = plainRows(count)
  const schema = buildSchema(`type Query { posts: [Post!] } ${TYPES}`)
  const document = parse(POSTS_QUERY)
  const compiled = compileQuery(schema, document, '', { customJSONSerializer: true })
  if (!isCompiledQuery(compiled)) throw new Error('graphql-jit can not compile the query')
  const finished = JSON.parse(JSON.stringify(executeSync({ schema, document, rootValue: { posts: rows } })))
  return {
    name: `${count} plain ${count === 1 ? 'row' : 'rows'}`,
    rows: count,
    targets,
    contenders: [
      sluice(`${SOURCE} type Query { posts: [Post!] @http(GET: "/posts") } ${TYPES}`, POSTS_QUERY, {
        'Query.posts': () => [rows],
      }),
      {
        name: 'graphql-js',
        run: async () => Buffer.from(JSON.stringify(await execute({ schema, document, rootValue: { posts: rows } }))),
      },
      {
        name: 'graphql-jit',
        run: async () => Buffer.from(compiled.stringify(await compiled.query({ posts: rows }, {}, {}))),
      },
      // A floor: what is left when nothing is executed at all.
      { name: 'JSON.stringify alone', run: () => Buffer.from(JSON.stringify(finished)) },
    ],
  }
}

const LEVELS = ['First', 'Second', 'Third'] as const
const LINKED_QUERY = '{ rows { id first { id name second { id name third { id name } } } } }'

/** Rows with three levels of batched fields below them. */
export function batchedScenario(count: number, distinctKeys: number, targets: Scenario['targets']): Scenario {
  const rows = linkedRows(count, distinctKeys)
  const byId = new Map(rows.map(row => [row.id, row]))
  const load = (keys: readonly unknown[]) => keys.map(key => byId.get(Number(key)))
  const bound = (keys: readonly Key[]) => load(keys.map(([key]) => key))
  return {
    name: `${count} rows, three batched levels, ${distinctKeys} keys a level`,
    rows: count,
    targets,
    contenders: [
      sluice(linkedSchema('@http(GET: "/next?id={$batch.next}", by: "id", maxBatch: 1000000)'), LINKED_QUERY, {
        'Query.rows': () => [rows],
        'Row.first': bound,
        'First.second': bound,
        'Second.third': bound,
      }),
      { name: 'graphql-js + DataLoader', run: () => runWithDataLoader(rows, load) },
    ],
  }
}

const linkedDocument = parse(LINKED_QUERY)
const linkedGraphqlJs = withLoaderResolvers(
  buildSchema(linkedSchema('').replace(SOURCE, '').replace('@http(GET: "/rows")', '')),
)

function linkedSchema(binding: string): string {
  const levels = LEVELS.map((name, at) => {
    const next = LEVELS[at + 1]
    return `type ${name} { id: ID! name: String! ${next ? `${next.toLowerCase()}: ${next} ${binding}` : ''} }`
  })
  return `${SOURCE} type Query { rows: [Row!] @http(GET: "/rows") } type Row { id: ID! first: First ${binding} } ${levels.join(' ')}`
}

type LoaderContext = Readonly<Record<string, DataLoader<number, Linked | undefined>>>

function withLoaderResolvers(schema: GraphQLSchema): GraphQLSchema {
  for (const level of LEVELS)
    for (const type of Object.values(schema.getTypeMap())) {
      const field = isObjectType(type) ? type.getFields()[level.toLowerCase()] : undefined
      if (field)
        field.resolve = (parent: Linked, _: unknown, context: LoaderContext) => context[level]?.load(parent.next)
    }
  return schema
}

async function runWithDataLoader(
  rows: readonly Linked[],
  load: (keys: readonly unknown[]) => (Linked | undefined)[],
): Promise<Uint8Array> {
  const loaders = LEVELS.map(
    level => [level, new DataLoader<number, Linked | undefined>(async keys => load(keys))] as const,
  )
  const contextValue = Object.fromEntries(loaders)
  const result = await execute({ schema: linkedGraphqlJs, document: linkedDocument, rootValue: { rows }, contextValue })
  return Buffer.from(JSON.stringify(result))
}
