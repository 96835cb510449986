import { join } from 'node:path'
import { expect } from 'vitest'
import { createDatabase, type Dialect } from '../support/dialects.ts'
import { freePort } from '../support/free-port.ts'
import { startTestGateway, type TestGateway, type TestGatewayOptions } from '../support/gateway.ts'
import { startSchemaExecutor, type TestExecutor } from '../support/schema-executor.ts'
import { createTempDirectory } from '../support/temp-directory.ts'
import { boundOf, callsSent, type Told } from './call-bound.ts'
import type { Case, DatabaseCase } from './case.ts'
import { indentJson, parseExactly } from './json-text.ts'
import { expectedCalls, type ScriptedUpstream, startScriptedUpstream } from './scripted-upstream.ts'

/** Plays a case document on the gateway: starts what it names, sends its queries, and compares all that the document says. */
export async function runCase(document: Case, dialect: Dialect | undefined): Promise<void> {
  await using stage = await setStage(document, dialect)
  const start = () => startTestGateway(stage.options)
  if (document.problems !== undefined) {
    expect(await problemsOf(start)).toBe(document.problems)
    return
  }
  const gateway = stage.resources.use(await start())
  const answers = await answersOf(gateway, document, indented)
  // Only then has everything been logged.
  await gateway[Symbol.asyncDispose]()
  const log = gateway.log.map(line => JSON.stringify(line))

  expect({
    answers,
    calls: stage.upstreams.flatMap(upstream => upstream.calls()),
    statements: document.statements.map(({ name }) => statementsOf(gateway, name)),
    notInLog: document.log.filter(text => !log.some(line => hasInOrder(line, text.split(' … ')))),
  }).toEqual({
    answers: document.operations.map(({ status, answer }) => `${status} ${indentJson(answer)}`),
    calls: document.upstreams.flatMap(expectedCalls),
    statements: document.statements.map(({ sql }) => [...sql[dialect ?? 'sqlite']].sort()),
    notInLog: [],
  })
}

/**
 * Plays it on graphql-js, through the ordinary schema: the same data, calls and statements, and the same errors but for
 * their order and what only the gateway's own executor knows.
 */
export async function runCaseByGraphqlJs(document: Case, dialect: Dialect | undefined): Promise<void> {
  await using stage = await setStage(document, dialect)
  const executor = stage.resources.use(await startSchemaExecutor(stage.options))
  const answers = await answersOf(executor, document, comparable)
  expect({
    answers,
    calls: stage.upstreams.flatMap(upstream => upstream.calls()),
    statements: document.statements.map(({ name }) => statementsOf(executor, name)),
  }).toEqual({
    answers: document.operations.map(({ status, answer }) => `${status} ${comparable(answer)}`),
    calls: document.upstreams.flatMap(expectedCalls),
    statements: document.statements.map(({ sql }) => [...sql[dialect ?? 'sqlite']].sort()),
  })
}

/** What its operations call, and the most that their plans say. */
export async function runCaseBound(document: Case, dialect: Dialect | undefined): Promise<void> {
  await using stage = await setStage(document, dialect)
  const { options } = stage
  const gateway = stage.resources.use(
    await startTestGateway({ ...options, config: { ...options.config, trace: true } }),
  )
  for (const { query, variables, headers } of document.operations) {
    const asked = { ...headers, 'x-sluice-plan': '1', 'x-sluice-trace': '1' }
    const told = (await gateway.query(query, variables, asked)).body as Told
    const most = boundOf(told)
    if (!told.extensions || most === undefined) continue
    const { trace, queryPlan } = told.extensions
    const sent = callsSent(told.extensions)
    expect(sent, JSON.stringify({ query, trace, queryPlan }, null, 1)).toBeLessThanOrEqual(most)
    // An upstream that fails may keep others from being asked, and one that is asked already answers for both.
    const isWhole = !told.errors && trace.calls.every(({ tries }) => tries.length > 0)
    if (isWhole)
      expect(sent, JSON.stringify({ query, trace, queryPlan }, null, 1)).toBeGreaterThanOrEqual(queryPlan.calls.least)
  }
}

interface Stage extends AsyncDisposable {
  readonly resources: AsyncDisposableStack
  readonly upstreams: readonly ScriptedUpstream[]
  readonly options: TestGatewayOptions
}

/** Starts the upstreams and databases of a document. */
async function setStage(document: Case, dialect: Dialect | undefined): Promise<Stage> {
  await using opening = new AsyncDisposableStack()
  const environment: Record<string, string> = { ...document.environment }
  const upstreams: ScriptedUpstream[] = []
  for (const script of document.upstreams) {
    const upstream = opening.use(await startScriptedUpstream(script))
    upstreams.push(upstream)
    environment[variableOf(script.name)] = upstream.url
  }
  for (const database of document.databases)
    environment[variableOf(database.name)] = await startDatabase(database, dialect ?? 'sqlite', opening)
  const resources = opening.move()
  const options = { schema: document.schema, resolvers: document.resolvers, environment, config: document.config }
  return { resources, upstreams, options, [Symbol.asyncDispose]: () => resources.disposeAsync() }
}

/** The data, and the path, code and reason of each error, sorted. */
function comparable(text: string): string {
  const { data, errors = [] } = parseExactly(text) as { data?: unknown; errors?: readonly ClientError[] }
  const sorted = errors
    .map(({ path, extensions }) => JSON.stringify([path, extensions?.code, extensions?.reason]))
    .sort()
  return JSON.stringify({ data, errors: sorted }, null, 2)
}

interface ClientError {
  readonly path?: unknown
  readonly extensions?: { readonly code?: unknown; readonly reason?: unknown }
}

/** `{$env.API_URL}` is the upstream or database `api`. */
function variableOf(name: string): string {
  return `${name.toUpperCase()}_URL`
}

async function startDatabase(
  database: DatabaseCase,
  dialect: Dialect,
  resources: AsyncDisposableStack,
): Promise<string> {
  if (!database.down) return resources.use(await createDatabase(dialect, database.sql[dialect])).url
  const scheme = { sqlite: undefined, mariadb: 'mysql', postgres: 'postgres' }[dialect]
  if (scheme) return `${scheme}://nobody:secret@127.0.0.1:${await freePort()}/nothing`
  const directory = resources.use(await createTempDirectory())
  return `sqlite:${join(directory.path, 'missing.db')}`
}

/** What the gateway says as it refuses to start, with the schema file by its name only. */
async function problemsOf(start: () => Promise<TestGateway>): Promise<string> {
  try {
    await using _gateway = await start()
  } catch (error) {
    if (!(error instanceof Error && 'problems' in error)) throw error
    return error.message.replaceAll(/^\S*(schema\.graphql|resolvers\.ts):/gm, '$1:').trimEnd()
  }
  throw new Error('The gateway started: it found no problem in the schema')
}

async function answersOf(gateway: TestExecutor, document: Case, print: (text: string) => string): Promise<string[]> {
  const answers: string[] = []
  for (const { query, variables, headers } of document.operations) {
    const { status, text } = await gateway.query(query, variables, headers)
    answers.push(`${status} ${print(text)}`)
  }
  return answers
}

function indented(text: string): string {
  try {
    return indentJson(text)
  } catch {
    return text
  }
}

function hasInOrder(line: string, texts: readonly string[]): boolean {
  let from = 0
  for (const text of texts) {
    const at = line.indexOf(text, from)
    if (at === -1) return false
    from = at + text.length
  }
  return true
}

/** Concurrent statements arrive in any order. */
function statementsOf(gateway: TestExecutor, source: string): string[] {
  const calls = gateway.log.filter(line => line.source === source && typeof line.text === 'string')
  return calls.map(line => String(line.text)).sort()
}
