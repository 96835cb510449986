import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { execute, type GraphQLSchema, parse, validate } from 'graphql'
import { createSchema } from '../../src/index.ts'
import { toClientError } from '../../src/result/client-error.ts'
import type { TestGateway, TestGatewayOptions } from './gateway.ts'
import { createTempDirectory } from './temp-directory.ts'
import { writeResolvers } from './write-resolvers.ts'

/** What of a TestGateway an executor without an HTTP edge has. */
export type TestExecutor = Pick<TestGateway, 'log' | typeof Symbol.asyncDispose> & {
  query(...args: Parameters<TestGateway['query']>): Promise<{ readonly status: number; readonly text: string }>
}

/** Runs a schema file by graphql-js's `execute`, through the resolvers of `createSchema`. */
export async function startSchemaExecutor({
  schema: text,
  resolvers: code,
  environment,
  config,
}: TestGatewayOptions): Promise<TestExecutor> {
  await using opening = new AsyncDisposableStack()
  const directory = opening.use(await createTempDirectory())
  const schemaPath = join(directory.path, 'schema.graphql')
  await writeFile(schemaPath, text)
  const resolvers = await writeResolvers(directory.path, code)
  const log: Record<string, unknown>[] = []
  const { schema } = opening.use(
    await createSchema({
      schemaPath,
      resolvers: resolvers ?? config?.resolvers,
      environment: environment ?? {},
      logLevel: 'debug',
      log: line => log.push(JSON.parse(line)),
      requestTimeout: config?.requestTimeout,
      maxCalls: config?.maxCalls,
      maxReadBytes: config?.maxReadBytes,
    }),
  )
  const resources = opening.move()
  return {
    log,
    query: async (query, variables, headers) => run(schema, query, variables, headers),
    [Symbol.asyncDispose]: () => resources.disposeAsync(),
  }
}

async function run(
  schema: GraphQLSchema,
  query: string,
  variables: Readonly<Record<string, unknown>> = {},
  headers: Readonly<Record<string, string>> = {},
): Promise<{ status: number; text: string }> {
  const document = parse(query)
  const [invalid] = validate(schema, document)
  if (invalid) throw invalid
  const contextValue = { req: { headers } }
  const { data, errors } = await execute({ schema, document, contextValue, variableValues: { ...variables } })
  // A source's errors have their codes already; graphql-js's own get them as in the gateway.
  const seen = errors?.map(error =>
    error.extensions.code
      ? error
      : toClientError(
          error,
          '',
          () => undefined,
          () => undefined,
        ),
  )
  return { status: data === undefined ? 400 : 200, text: JSON.stringify(seen ? { errors: seen, data } : { data }) }
}
