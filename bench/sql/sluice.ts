import { getOperationAST, parse } from 'graphql'
import { compileSchema } from '../../src/compile/compile-schema.ts'
import { executeOperation } from '../../src/execute/execute-operation.ts'
import { Loaders } from '../../src/load/loaders.ts'
import { OperationPlans } from '../../src/plan/operation/operation-plans.ts'
import { loadSchema } from '../../src/schema/load-schema.ts'
import { createSqlSource } from '../../src/source/sql/sql-source.ts'
import { callContext } from '../../test/support/call-context.ts'

const SDL = /* GraphQL */ `
  extend schema @source(name: "db", sql: { url: "{$env.URL}", naming: SNAKE_CASE })
  type Query {
    posts(limit: Int): [Post!] @sql(orderBy: "id")
  }
  type Post @sql(table: "posts") {
    id: ID!
    title: String!
    body: String!
    views: Int!
    publishedOn: String!
    author: User @map(from: "author_id")
  }
  type User @sql(table: "users") {
    id: ID!
    name: String!
    email: String!
  }
`
const QUERY =
  'query ($limit: Int) { posts(limit: $limit) { id title body views publishedOn author { id name email } } }'

/** The engine over a database, without the HTTP edge. `statements` tells how many the last operation sent. */
export async function openSluice(url: string) {
  const { definition } = loadSchema([{ text: SDL, file: 'bench.graphql' }])
  if (!definition) throw new Error('the schema of the benchmark is wrong')
  const { plan } = compileSchema(definition, { environment: { URL: url }, directoryOf: () => '/' })
  const document = parse(QUERY)
  const operation = getOperationAST(document)
  if (!operation) throw new Error('the query of the benchmark is wrong')
  const plans = new OperationPlans(plan, document, operation)
  const source = await createSqlSource({ name: 'db', url, timeout: 10_000 })
  const sources = new Map([['db', source]])
  let statements = 0

  const run = async (limit: number): Promise<Uint8Array> => {
    statements = 0
    const { signal } = new AbortController()
    const call = callContext({
      signal,
      observer: {
        onCall() {
          statements += 1
        },
        onUnasked() {},
      },
    })
    const loaders = new Loaders(sources, call, 'taken')
    const { answer, errors } = await executeOperation(plans, { variables: { limit }, loaders, signal })
    if (!answer || errors.length > 0) throw new Error('the operation of the benchmark failed', { cause: errors })
    return answer
  }
  return { run, statements: () => statements, [Symbol.asyncDispose]: () => source[Symbol.asyncDispose]() }
}
