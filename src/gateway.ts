import { exampleQuery } from './compile/example-query.ts'
import { compileFile, tryCompile } from './compose/compile-file.ts'
import { openSources } from './compose/open-sources.ts'
import type { Config } from './config.ts'
import { loadPage } from './edge/server/graphiql-files.ts'
import { createHttpEdge } from './edge/server/http-edge.ts'
import { startHttpServer } from './edge/server/http-server.ts'
import type { Readiness } from './edge/server/readiness.ts'
import { createLog } from './observe/log.ts'
import type { SourceSettings } from './plan/source-settings.ts'
import type { SchemaDefinition } from './schema/definition.ts'
import { type Problem, SchemaProblems } from './schema/problem.ts'
import { SourceError } from './source/source-error.ts'

/** A running gateway; disposing it drains its requests and closes every source. */
export interface Gateway extends AsyncDisposable {
  /** Where it listens, `http://127.0.0.1:4000`. */
  readonly url: string
  readonly sources: readonly SourceSettings[]
  readonly readiness: Readiness
  /** A query to begin with. */
  readonly exampleQuery: string
}

export interface GatewayOptions {
  /** Takes the log's lines instead of standard error. */
  readonly log?: (line: string) => void
}

/**
 * Starts a gateway. Throws SchemaFileError, SchemaProblems for a schema that can't be served, or the reason why it can't
 * listen. A source that is down does not keep it from starting.
 */
export async function startGateway(config: Config, options: GatewayOptions = {}): Promise<Gateway> {
  const log = createLog(config.logLevel, options.log)
  const file = await compileFile(config)
  await using opening = new AsyncDisposableStack()
  const sources = opening.use(openSources(file, log))
  let state: Readiness['state'] = 'starting'
  const readiness = (): Readiness => ({ state, sources: sources.status() })
  const query = exampleQuery(file.plan)
  const edge = createHttpEdge({
    ...config,
    schemaPlan: file.plan,
    sources: sources.all,
    log,
    page: config.graphiql ? { files: await loadPage(), defaultQuery: query } : undefined,
    readiness,
  })
  const server = await startHttpServer(edge, config.host, config.port)
  opening.defer(() => {
    state = 'draining'
    return server.drain(config.requestTimeout)
  })
  const problems = [...(await sources.bind()).values()].flatMap(result => (result instanceof Error ? [] : result))
  if (problems.length > 0) throw new SchemaProblems(problems)
  state = 'ready'
  const open = opening.move()
  return {
    url: server.url,
    sources: [...file.plan.sources.values()],
    exampleQuery: query,
    get readiness() {
      return readiness()
    },
    [Symbol.asyncDispose]: () => open.disposeAsync(),
  }
}

/**
 * Every mistake of a schema, those that only its databases tell included unless `offline`. A database that can't be
 * reached is a problem too. Throws SchemaFileError.
 */
export async function checkSchema(config: Config, offline: boolean): Promise<readonly Problem[]> {
  const { problems, file } = await tryCompile(config)
  if (!file || offline) return problems
  await using sources = openSources(file, createLog('silent'))
  const found = [...(await sources.bind())].flatMap(([name, result]) =>
    result instanceof Error ? [unreachable(file.definition, name, result)] : result,
  )
  return [...problems, ...found]
}

function unreachable({ sources, file }: SchemaDefinition, name: string, error: Error): Problem {
  const position = sources.find(({ args }) => args.name === name)?.position ?? { file, line: 1, column: 1 }
  return {
    ...position,
    coordinate: '',
    ...(isInsecure(error)
      ? {
          message: `the database of the source "${name}" can not be reached securely: ${error.cause.message}.`,
          suggestion: 'Write in tls what its certificate needs (ca, servername), or see to the server.',
        }
      : {
          message: `the database of the source "${name}" can not be reached.`,
          suggestion: 'Start it, or check without it: sluice check --offline',
        }),
    severity: 'error',
  }
}

function isInsecure(error: Error): error is SourceError & { readonly cause: Error } {
  return error instanceof SourceError && error.reason === 'tls' && error.cause instanceof Error
}
