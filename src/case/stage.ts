import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Wire } from '../compose/wire.ts'
import type { ConfigOptions, Environment } from '../config/config.ts'
import { leadTo } from '../source/http/http-wire.ts'
import type { Case, DatabaseCase } from './case.ts'
import type { Dialect } from './dialects.ts'
import { type KeptDatabase, keptDatabase } from './kept-database.ts'
import { type ScriptedUpstream, startScriptedUpstream } from './scripted-upstream.ts'
import { createTemporaryFolder } from './temporary-folder.ts'

/** What a document does not bring by itself. */
export interface CaseHost {
  /** The schema of documents that have none, with its resolvers. */
  readonly schemaPath?: string | readonly string[] | undefined
  readonly resolvers?: string | undefined
  /** Makes a database of the document. */
  openDatabase(database: DatabaseCase, dialect: Dialect): Promise<OpenedDatabase>
  /** Writes the module of a document's resolvers; its path. */
  writeResolvers(directory: string, text: string): Promise<string>
}

export interface OpenedDatabase extends AsyncDisposable {
  /** As `@source(sql: { url: })` takes it. */
  readonly url: string
}

/** The upstreams and databases of a document, and what a gateway is started with. */
export interface Stage extends AsyncDisposable {
  readonly upstreams: readonly ScriptedUpstream[]
  readonly kept: readonly KeptDatabase[]
  readonly options: ConfigOptions & { readonly environment: Environment }
  /** What leads the sources of a schema that is not the document's to them. */
  readonly wires: ReadonlyMap<string, Wire>
}

/** Starts the upstreams and databases of a document. Throws Error for one that nobody can play. */
export async function setStage(document: Case, dialect: Dialect | undefined, host: CaseHost): Promise<Stage> {
  await using opening = new AsyncDisposableStack()
  const environment: Record<string, string> = {}
  const wires = new Map<string, Wire>()
  const upstreams: ScriptedUpstream[] = []
  for (const script of document.upstreams) {
    const upstream = opening.use(await startScriptedUpstream(script))
    upstreams.push(upstream)
    environment[variableOf(script.name)] = upstream.url
    wires.set(script.name, opening.use(leadTo(upstream.url)))
  }
  for (const database of document.databases) {
    const { url } = opening.use(await host.openDatabase(database, dialect ?? 'sqlite'))
    environment[variableOf(database.name)] = url
    wires.set(database.name, { url })
  }
  const kept = document.kept.map(script => {
    const database = keptDatabase(script)
    wires.set(script.name, { dialect: database.dialect, isPartial: true })
    return database
  })
  const files = await writeFiles(document, host, opening)
  const resources = opening.move()
  const options = { ...files, ...document.config, environment: { ...environment, ...document.environment } }
  // A schema of the document's own finds them by its environment.
  const led = document.schema === undefined ? wires : new Map([...wires].filter(([, { dialect: asked }]) => asked))
  return { upstreams, kept, options, wires: led, [Symbol.asyncDispose]: () => resources.disposeAsync() }
}

/** The schema that is served, with its resolvers. */
async function writeFiles(
  { schema, resolvers }: Case,
  host: CaseHost,
  resources: AsyncDisposableStack,
): Promise<Pick<ConfigOptions, 'schemaPath' | 'resolvers'>> {
  if (schema === undefined) {
    if (host.schemaPath === undefined) throw new Error('a case needs "## schema" here')
    if (resolvers !== undefined) throw new Error('"## resolvers" belong to a "## schema" of the same case')
    return { schemaPath: host.schemaPath, resolvers: host.resolvers }
  }
  const { path: directory } = resources.use(await createTemporaryFolder())
  const schemaPath = join(directory, 'schema.graphql')
  await writeFile(schemaPath, schema)
  if (resolvers === undefined) return { schemaPath }
  return { schemaPath, resolvers: await host.writeResolvers(directory, resolvers) }
}

/** `{$env.API_URL}` is the upstream or database `api`. */
function variableOf(name: string): string {
  return `${name.toUpperCase()}_URL`
}
