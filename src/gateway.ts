import { dirname, resolve } from 'node:path'
import type { Config } from './config.ts'
import { attachResolvers } from './execute/resolvers.ts'
import { createLog, type Log } from './observe/log.ts'
import { compileSchema } from './plan/compile-schema.ts'
import { exampleQuery } from './plan/example-query.ts'
import type { SchemaPlan } from './plan/schema-plan.ts'
import type { SourceSettings } from './plan/source-settings.ts'
import { checkCatalog } from './plan/sql/check-catalog.ts'
import { createHttpEdge } from './request/http-edge.ts'
import { startHttpServer } from './request/http-server.ts'
import { loadPage } from './request/page-assets.ts'
import type { Readiness } from './request/readiness.ts'
import type { SchemaDefinition } from './schema/definition.ts'
import { type Problem, SchemaProblems } from './schema/problem.ts'
import { readSchemaFile } from './schema/read-schema-file.ts'
import type { Catalog } from './source/catalog.ts'
import { createHttpSource } from './source/http/http-source.ts'
import { type BindingSource, bindSource } from './source/policy/binding-source.ts'
import type { Source } from './source/source.ts'
import { createSqlSource } from './source/sql/sql-source.ts'

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

interface CompiledFile {
  readonly definition: SchemaDefinition
  readonly plan: SchemaPlan
}

/**
 * Starts a gateway. Throws SchemaFileError, SchemaProblems for a schema that can't be served, or the reason why it can't
 * listen. A source that is down does not keep it from starting.
 */
export async function startGateway(config: Config, options: GatewayOptions = {}): Promise<Gateway> {
  const log = createLog(config.logLevel, options.log)
  const file = await compileFile(config)
  attachResolvers(file.plan)
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
    result instanceof Error ? [unreachable(file.definition, name)] : result,
  )
  return [...problems, ...found]
}

async function compileFile(config: Config): Promise<CompiledFile> {
  const { problems, file } = await tryCompile(config)
  if (file && problems.every(({ severity }) => severity === 'warning')) return file
  throw new SchemaProblems(problems)
}

async function tryCompile(config: Config): Promise<{ problems: readonly Problem[]; file: CompiledFile | undefined }> {
  const { definition, problems } = await readSchemaFile(config.schemaPath)
  if (!definition) return { problems, file: undefined }
  const directory = dirname(resolve(config.schemaPath))
  const compiled = compileSchema(definition, { environment: config.environment, directory })
  return { problems: [...problems, ...compiled.problems], file: { definition, plan: compiled.plan } }
}

interface OpenSources extends AsyncDisposable {
  readonly all: ReadonlyMap<string, Source>
  /** Binds every database: what the schema asks of it that it does not have, or why it can't be reached. */
  bind(): Promise<ReadonlyMap<string, readonly Problem[] | Error>>
  /** `ok`, or why a database does not serve, by source name. */
  status(): Record<string, string>
}

function openSources({ definition, plan }: CompiledFile, log: Log): OpenSources {
  const all = new Map<string, Source>()
  const databases = new Map<string, BindingSource<Problem>>()
  for (const settings of plan.sources.values()) {
    const { name } = settings
    if (settings.kind === 'http') all.set(name, createHttpSource(settings))
    else databases.set(name, bindSource(createSqlSource(settings), bindingOptions(name)))
  }
  for (const [name, source] of databases) all.set(name, source)
  // What is wrong while the gateway starts is `bind`'s answer, not the log's.
  let starting = false

  function bindingOptions(name: string) {
    return {
      name,
      check: (catalog: Catalog) => checkCatalog(plan, definition, name, catalog),
      onBound: (problems: readonly Problem[]) => {
        if (starting) return
        for (const problem of problems) log.error({ source: name, ...problem }, 'the schema does not fit the database')
      },
      onUnbound: (err: unknown) => log.warn({ source: name, err }, 'the database can not be reached'),
    }
  }

  return {
    all,
    async bind() {
      starting = true
      const results = [...databases].map(async ([name, source]) => {
        const result = await source
          .bind()
          .catch((error: unknown) => (error instanceof Error ? error : new Error(String(error))))
        return [name, result] as const
      })
      const answers = new Map(await Promise.all(results))
      starting = false
      return answers
    },
    status: () => Object.fromEntries([...databases].map(([name, source]) => [name, source.status()])),
    async [Symbol.asyncDispose]() {
      await Promise.all([...all.values()].map(source => source[Symbol.asyncDispose]()))
    },
  }
}

function unreachable({ sources, file }: SchemaDefinition, name: string): Problem {
  const position = sources.find(({ args }) => args.name === name)?.position ?? { file, line: 1, column: 1 }
  return {
    ...position,
    coordinate: '',
    message: `the database of the source "${name}" can not be reached.`,
    suggestion: 'Start it, or check without it: sluice check --offline',
    severity: 'error',
  }
}
