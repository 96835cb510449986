import { exampleQuery } from './compile/example-query.ts'
import { compileFile } from './compose/compile-file.ts'
import { describeSource } from './compose/describe-source.ts'
import { openSources } from './compose/open-sources.ts'
import type { SourceDescription } from './compose/source-description.ts'
import type { Config, ConfigOptions } from './config/config.ts'
import { createConfig } from './config/create-config.ts'
import { checkOptions, ENVIRONMENT, FUNCTION } from './config/options.ts'
import { SETTINGS } from './config/settings.ts'
import { loadPage } from './edge/server/graphiql-files.ts'
import { createHttpEdge } from './edge/server/http-edge.ts'
import { startHttpServer } from './edge/server/http-server.ts'
import type { Readiness } from './edge/server/readiness.ts'
import { createLog, type Log } from './observe/log.ts'
import { hasErrors, SchemaProblems } from './schema/problem.ts'

/** A running gateway; disposing it drains its requests and closes every source. */
export interface Gateway extends AsyncDisposable {
  /** Where it listens, `http://127.0.0.1:4000`; GraphQL is at `/graphql` there. */
  readonly url: string
  /** The sources of its schema, with their status of now. */
  readonly sources: readonly SourceDescription[]
  readonly readiness: Readiness
  /** A query to begin with. */
  readonly exampleQuery: string
}

export interface GatewayOptions extends ConfigOptions {
  /** Takes the log's lines, JSON each, instead of standard error. */
  readonly log?: ((line: string) => void) | undefined
}

const OPTIONS = { ...SETTINGS, environment: ENVIRONMENT, log: FUNCTION }

/**
 * Starts a gateway. Throws ConfigError, SchemaFileError, SchemaProblems for a schema that can't be served, or the reason
 * why it can't listen. A source that is down does not keep it from starting.
 *
 * @example
 * ```ts
 * import { startGateway } from 'sluice'
 *
 * await using gateway = await startGateway({ schemaPath: 'schema.graphql', port: 0, environment: process.env })
 * const answer = await fetch(`${gateway.url}/graphql`, {
 *   method: 'POST',
 *   headers: { 'content-type': 'application/json' },
 *   body: JSON.stringify({ query: '{ posts { title } }' }),
 * })
 * console.log(await answer.text()) // {"data":{"posts":[{"title":"Hello"}]}}
 * ```
 */
export async function startGateway(options: GatewayOptions = {}): Promise<Gateway> {
  checkOptions('startGateway', options, OPTIONS)
  const config = createConfig(options)
  return openGateway(config, { log: createLog(config.logLevel, options.log) })
}

/** @internal */
interface Surroundings {
  readonly log: Log
  /** What `/ready` tells, where it is more than what this gateway knows of itself. */
  readonly reported?: () => Promise<Readiness>
  /** Whether it listens only once its databases have been asked: others serve at the same port in the meantime. */
  readonly listensLast?: boolean
}

/**
 * Starts a gateway, alone or as one of several at a port.
 *
 * @internal
 */
export async function openGateway(
  config: Config,
  { log, reported, listensLast = false }: Surroundings,
): Promise<Gateway> {
  const file = await compileFile(config)
  await using opening = new AsyncDisposableStack()
  const sources = opening.use(await openSources(file, log))
  let state: Readiness['state'] = 'starting'
  const readiness = (): Readiness => ({
    state,
    // Every request asks for the state, and few for more.
    get sources() {
      return sources.status()
    },
  })
  const query = exampleQuery(file.plan)
  const edge = createHttpEdge({
    ...config,
    schemaPlan: file.plan,
    sources: sources.all,
    epoch: () => sources.epoch,
    log,
    page: config.graphiql ? { files: await loadPage(), defaultQuery: query } : undefined,
    readiness,
    reported: reported ?? readiness,
  })
  const listen = async () => {
    const server = await startHttpServer(edge, { ...config, log })
    opening.defer(() => {
      state = 'draining'
      return server.drain(config.requestTimeout)
    })
    return server.url
  }
  const bind = async () => {
    const problems = [...(await sources.bind()).values()].flatMap(result => (result instanceof Error ? [] : result))
    if (hasErrors(problems)) throw new SchemaProblems(problems)
    state = 'ready'
  }
  if (listensLast) await bind()
  const url = await listen()
  if (!listensLast) await bind()
  const open = opening.move()
  return {
    url,
    exampleQuery: query,
    get sources() {
      const status = sources.status()
      return [...file.plan.sources.values()].map(settings => describeSource(settings, status[settings.name]))
    },
    get readiness() {
      return readiness()
    },
    [Symbol.asyncDispose]: () => open.disposeAsync(),
  }
}
