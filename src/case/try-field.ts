import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { isObjectType, isRequiredArgument } from 'graphql'
import { compileFile } from '../compose/compile-file.ts'
import { loadResolvers } from '../compose/resolver-module.ts'
import type { Config, Environment } from '../config/config.ts'
import { createConfig } from '../config/create-config.ts'
import { openGateway } from '../gateway.ts'
import { createLog } from '../observe/log.ts'
import { createRedaction } from '../observe/redact.ts'
import type { ResolverMap } from '../plan/resolver/resolver-map.ts'
import type { SchemaPlan } from '../plan/schema-plan.ts'
import { readSchemaTexts } from '../schema/read-schema-files.ts'
import { parseExactly, printIndented } from './json-text.ts'
import { Placeholders } from './placeholders.ts'
import { postOperation } from './post-operation.ts'
import { learnSecrets, printDatabase, printExchanges } from './print-recording.ts'
import { Recording } from './recording.ts'
import { createTemporaryFolder } from './temporary-folder.ts'
import { PARENT_FIELD, triedOperation } from './tried-operation.ts'

export interface TryOptions extends Pick<Config, 'schemaPath' | 'resolvers'> {
  readonly environment: Environment
  /** As in `Post.comments`. */
  readonly coordinate: string
  /** The parent, in the names of the schema as resolvers return objects; undefined for a field of a root. */
  readonly parent: Readonly<Record<string, unknown>> | undefined
  readonly args: Readonly<Record<string, unknown>>
  /** What of the field's value is asked for, as `{ id }`; all that its own answer holds unless said. */
  readonly select: string | undefined
  readonly headers: Readonly<Record<string, string>>
}

/** What became of a field that was tried; secrets are left out. */
export interface TriedField {
  /** Each request or statement with its answer. */
  readonly calls: readonly { readonly source: string; readonly request: string; readonly answer: string }[]
  /** What clients get, as JSON text. */
  readonly value: string
  /** What clients are told, and why, each with its hint. */
  readonly problems: readonly string[]
}

/** Asks for one field as if its parent had been read. Throws Error for what the schema does not have, SchemaFileError and SchemaProblems. */
export async function tryField(options: TryOptions): Promise<TriedField> {
  const { schemaPath, resolvers, environment, coordinate, parent, args, select, headers } = options
  const settings: Settings = { schemaPath, resolvers, environment, profile: 'development', port: 0, logLevel: 'warn' }
  const base = createConfig(settings)
  const { plan, environment: read } = await compileFile(base)
  const { query, root, parent: type } = triedOperation(plan, coordinate, args, select)
  if (type !== undefined && !parent) throw new Error(`${coordinate} has a parent. ${readsText(plan, coordinate)}`)
  if (type === undefined && parent)
    throw new Error(`${coordinate} is a field of the root, which has no parent: leave --this out.`)

  const recording = new Recording(plan.sources.values())
  const log: string[] = []
  await using resources = new AsyncDisposableStack()
  const config = type === undefined ? base : await withParent(settings, root, type, parent, resources)
  const gateway = await openGateway(config, { log: createLog('warn', line => log.push(line)), wires: recording.wires })
  const { text } = await postOperation(gateway.url, { query, variables: args, headers }).finally(() =>
    gateway[Symbol.asyncDispose](),
  )

  const placeholders = new Placeholders(read)
  for (const source of recording.sources) learnSecrets(source, placeholders)
  const schema = (await readSchemaTexts(config.schemaPath)).map(file => file.text.toLowerCase()).join('\n')
  const calls = recording.sources.flatMap(source =>
    [...printExchanges(source, placeholders, schema), ...printDatabase(source, placeholders).statements].map(
      ({ request, info, answer }) => ({ source: source.name, request, answer: info === 'text' ? 'none' : answer }),
    ),
  )
  const { data } = parseExactly(text) as Told
  const { errors = [] } = JSON.parse(text) as Told
  const value = readValue(data, type === undefined ? undefined : PARENT_FIELD, coordinate.split('.')[1] ?? '')
  const { message } = createRedaction(read.values())
  const causes = [...(recording.failure ? [causeOf(recording.failure)] : []), ...log.map(causeInLog)]
  const problems = errors.map(error => problemOf(error))
  const needs = type === undefined ? argumentsText(plan, coordinate) : readsText(plan, coordinate)
  const hints = calls.length === 0 && !recording.failure ? [`No call was made. ${needs}`.trim()] : []
  return {
    calls,
    value: printIndented(placeholders.json(value ?? null)),
    problems: [
      ...problems,
      ...new Set(causes.filter(cause => cause !== '').map(cause => `cause: ${message(cause)}`)),
      ...hints,
    ],
  }
}

interface Told {
  readonly data?: unknown
  readonly errors?: readonly {
    readonly message: string
    readonly path?: readonly unknown[]
    readonly extensions?: { readonly code?: string; readonly reason?: string }
  }[]
}

type Settings = Pick<Config, 'schemaPath' | 'resolvers' | 'environment' | 'profile' | 'port' | 'logLevel'>

/** The schema with a root field that answers the parent. */
async function withParent(
  settings: Settings,
  root: string,
  type: string,
  parent: unknown,
  resources: AsyncDisposableStack,
): Promise<Config> {
  const file = join(resources.use(await createTemporaryFolder()).path, 'run.graphql')
  await writeFile(file, `extend type ${root} { ${PARENT_FIELD}: ${type} }\n`)
  const loaded = await loadResolvers(settings)
  const own = (loaded && 'resolvers' in loaded ? loaded.resolvers : {}) as ResolverMap
  const resolvers: ResolverMap = { ...own, [root]: { ...own[root], [PARENT_FIELD]: () => parent } }
  return createConfig({ ...settings, schemaPath: [settings.schemaPath, file].flat(), resolvers })
}

/** What a field of a root is given. */
function argumentsText({ schema }: SchemaPlan, coordinate: string): string {
  const [typeName = '', name = ''] = coordinate.split('.')
  const type = schema.getType(typeName)
  const args = isObjectType(type) ? (type.getFields()[name]?.args ?? []) : []
  const needed = args.filter(isRequiredArgument)
  const names = (needed.length > 0 ? needed : args).map(arg => arg.name)
  const example = `--args '{${names.map(each => `"${each}":…`).join(',')}}'`
  return names.length === 0 ? '' : `It ${needed.length > 0 ? 'needs' : 'takes'} ${names.join(', ')}: ${example}`
}

/** What a field reads of its parent. */
function readsText(plan: SchemaPlan, coordinate: string): string {
  const [type = '', name = ''] = coordinate.split('.')
  const key = plan.types.get(type)?.fields.get(name)?.bound?.key ?? []
  const names = key.map(part => part.field ?? part.name)
  return names.length > 0
    ? `It reads ${names.join(', ')} of its parent: --this '{${names.map(each => `"${each}":…`).join(',')}}'`
    : `It is read of its parent: --this '{"${name}":…}', the key of an object where it leads to one.`
}

function readValue(data: unknown, parent: string | undefined, field: string): unknown {
  const at = (value: unknown, name: string) => (value as Readonly<Record<string, unknown>> | null | undefined)?.[name]
  return at(parent === undefined ? data : at(data, parent), field)
}

function problemOf({ message, path = [], extensions = {} }: NonNullable<Told['errors']>[number]): string {
  const place = path.filter(step => step !== PARENT_FIELD).join('.')
  const words = [extensions.code, extensions.reason].filter(word => word !== undefined).join(', ')
  return `${place && `${place}: `}${message}${words && ` (${words})`}`
}

function causeOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  return error.cause instanceof Error ? causeOf(error.cause) : error.message
}

/** What the log says of an error that clients are not told. */
function causeInLog(line: string): string {
  const { err } = JSON.parse(line) as { readonly err?: { readonly message?: string; readonly cause?: unknown } }
  let told = err
  while (told?.cause && typeof told.cause === 'object') told = told.cause
  return told?.message ?? ''
}
