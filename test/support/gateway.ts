import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { postOperation } from '../../src/case/post-operation.ts'
import type { Config, Environment } from '../../src/config/config.ts'
import { startGateway } from '../../src/gateway.ts'
import { createTempDirectory } from './temp-directory.ts'
import { writeResolvers } from './write-resolvers.ts'

export interface TestGatewayOptions {
  /** The text of the schema file. */
  readonly schema: string
  /** The text of the module of its resolvers, which may import 'sluice'. */
  readonly resolvers?: string | undefined
  /** What `{$env.X}` reads, and nothing else. */
  readonly environment?: Environment
  readonly config?: Partial<Config>
}

export interface TestGateway extends AsyncDisposable {
  /** `http://127.0.0.1:port` */
  readonly url: string
  /** Where its metrics are, with a `metricsPort`. */
  readonly metricsUrl: string | undefined
  /** The lines of the log so far, from level debug. */
  readonly log: readonly Readonly<Record<string, unknown>>[]
  /** Reads the schema file again. */
  reload(): Promise<void>
  query(
    query: string,
    variables?: Readonly<Record<string, unknown>>,
    headers?: Readonly<Record<string, string>>,
  ): Promise<GatewayAnswer>
}

interface GatewayAnswer {
  readonly status: number
  readonly headers: Headers
  /** The body as sent. */
  readonly text: string
  /** The body as JSON; undefined where it is none. */
  readonly body: unknown
}

/** Starts the gateway on a free port with a schema file of its own. Throws what `startGateway` throws. */
export async function startTestGateway(options: TestGatewayOptions): Promise<TestGateway> {
  const resources = new AsyncDisposableStack()
  const log: Record<string, unknown>[] = []
  try {
    const directory = resources.use(await createTempDirectory())
    const schemaPath = join(directory.path, 'schema.graphql')
    await writeFile(schemaPath, options.schema)
    const resolvers = await writeResolvers(directory.path, options.resolvers)
    const gateway = resources.use(
      await startGateway({
        schemaPath,
        port: 0,
        environment: options.environment ?? {},
        logLevel: 'debug',
        ...(resolvers !== undefined && { resolvers }),
        ...options.config,
        log: line => log.push(JSON.parse(line)),
      }),
    )
    return {
      url: gateway.url,
      metricsUrl: gateway.metricsUrl,
      log,
      reload: () => gateway.reload(),
      async query(query, variables, headers) {
        const answer = await postOperation(gateway.url, { query, variables, ...(headers && { headers }) })
        return { ...answer, body: parse(answer.text) }
      },
      [Symbol.asyncDispose]: () => resources.disposeAsync(),
    }
  } catch (error) {
    await resources.disposeAsync()
    throw error
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
