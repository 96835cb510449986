import { join } from 'node:path'
import { expect } from 'vitest'
import type { Case, DatabaseCase } from '../../src/case/case.ts'
import { parseExactly } from '../../src/case/json-text.ts'
import { expectedOf, playCase, seenOf } from '../../src/case/play-case.ts'
import { type CaseHost, type OpenedDatabase, setStage } from '../../src/case/stage.ts'
import { createDatabase, type Dialect } from '../support/dialects.ts'
import { freePort } from '../support/free-port.ts'
import { startTestGateway } from '../support/gateway.ts'
import { startSchemaExecutor } from '../support/schema-executor.ts'
import { createTempDirectory } from '../support/temp-directory.ts'
import { writeResolvers } from '../support/write-resolvers.ts'
import { boundOf, callsSent, type Told } from './call-bound.ts'

const HOST: CaseHost = {
  openDatabase,
  writeResolvers: async (directory, text) => String(await writeResolvers(directory, text)),
}

/** Plays a case document on the gateway, and compares all that the document says. */
export async function runCase(document: Case, dialect: Dialect | undefined): Promise<void> {
  const { seen, expected } = await playCase(document, dialect, HOST)
  expect(seen).toEqual(expected)
}

/**
 * Plays it on graphql-js, through the ordinary schema: the same data, calls and statements, and the same errors but for
 * their order and what only the gateway's own executor knows.
 */
export async function runCaseByGraphqlJs(document: Case, dialect: Dialect | undefined): Promise<void> {
  await using stage = await setStage(document, dialect, HOST)
  const { schema = '', resolvers, config } = document
  const { environment } = stage.options
  await using executor = await startSchemaExecutor({ schema, resolvers, config, environment })
  const answers: string[] = []
  for (const { query, variables, headers } of document.operations) {
    const { status, text } = await executor.query(query, variables, headers)
    answers.push(`${status} ${comparable(text)}`)
  }
  const { calls, statements } = expectedOf(document, dialect)
  expect(
    seenOf(
      document,
      stage,
      executor.log.map(line => JSON.stringify(line)),
      answers,
    ),
  ).toEqual({
    answers: document.operations.map(({ status, answer }) => `${status} ${comparable(answer)}`),
    calls,
    statements,
  })
}

/** What its operations call, and the most that their plans say. */
export async function runCaseBound(document: Case, dialect: Dialect | undefined): Promise<void> {
  await using stage = await setStage(document, dialect, HOST)
  const { schema = '', resolvers, config } = document
  const { environment } = stage.options
  await using gateway = await startTestGateway({ schema, resolvers, environment, config: { ...config, trace: true } })
  for (const { query, variables, headers } of document.operations) {
    const asked = { ...headers, 'x-sluice-plan': '1', 'x-sluice-trace': '1' }
    const told = (await gateway.query(query, variables, asked)).body as Told
    const most = boundOf(told)
    if (!told.extensions || most === undefined) continue
    const { trace, queryPlan } = told.extensions
    const sent = callsSent(told.extensions, resolvers !== undefined)
    expect(sent, JSON.stringify({ query, trace, queryPlan }, null, 1)).toBeLessThanOrEqual(most)
    // An upstream that fails may keep others from being asked, and one that is asked already answers for both.
    const isWhole = !told.errors && trace.calls.every(({ tries }) => tries.length > 0)
    if (isWhole)
      expect(sent, JSON.stringify({ query, trace, queryPlan }, null, 1)).toBeGreaterThanOrEqual(queryPlan.calls.least)
  }
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

async function openDatabase(database: DatabaseCase, dialect: Dialect): Promise<OpenedDatabase> {
  if (!database.down) return await createDatabase(dialect, database.sql[dialect])
  const scheme = { sqlite: undefined, mariadb: 'mysql', postgres: 'postgres' }[dialect]
  const nothing = { [Symbol.asyncDispose]: async () => undefined }
  if (scheme) return { ...nothing, url: `${scheme}://nobody:secret@127.0.0.1:${await freePort()}/nothing` }
  const directory = await createTempDirectory()
  return { ...directory, url: `sqlite:${join(directory.path, 'missing.db')}` }
}
