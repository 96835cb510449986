import { getOperationAST, parse } from 'graphql'
import { compileSchema } from '../../src/compile/compile-schema.ts'
import { executeOperation } from '../../src/execute/execute-operation.ts'
import { Loaders } from '../../src/load/loaders.ts'
import { NOBODY } from '../../src/plan/nobody.ts'
import { OperationPlans } from '../../src/plan/operation/operation-plans.ts'
import { loadSchema } from '../../src/schema/load-schema.ts'
import { unlimitedCalls } from '../../src/source/call-budget.ts'
import type { CallContext } from '../../src/source/call-context.ts'
import type { CallObserver } from '../../src/source/call-record.ts'
import { CancelSource } from '../../src/source/cancel.ts'
import { createSqlSource } from '../../src/source/sql/sql-source.ts'

/** Milliseconds. */
const REQUEST_TIMEOUT = 30_000

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

/** The engine over a database, without the HTTP edge, as the gateway runs it while nobody looks at its calls. */
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

  const run = async (limit: number, observer?: CallObserver): Promise<Uint8Array> => {
    const signal = new CancelSource()
    const call: CallContext = {
      requestId: 'bench',
      signal,
      deadline: performance.now() + REQUEST_TIMEOUT,
      calls: unlimitedCalls(),
      client: NOBODY,
      primary: false,
      observer,
      onAnswer() {},
    }
    const loaders = new Loaders(sources, call, 'taken')
    const { answer, errors } = await executeOperation(plans, { variables: { limit }, loaders, signal })
    if (!answer || errors.length > 0) throw new Error('the operation of the benchmark failed', { cause: errors })
    return answer
  }
  const countStatements = async (limit: number) => {
    let statements = 0
    const onCall = () => {
      statements += 1
    }
    await run(limit, { onCall, onUnasked() {} })
    return statements
  }
  return { run, countStatements, [Symbol.asyncDispose]: () => source[Symbol.asyncDispose]() }
}
