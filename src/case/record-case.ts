import { compileFile } from '../compose/compile-file.ts'
import type { ConfigOptions, Environment } from '../config/config.ts'
import { createConfig } from '../config/create-config.ts'
import { openGateway } from '../gateway.ts'
import { createLog } from '../observe/log.ts'
import { readSchemaTexts } from '../schema/read-schema-files.ts'
import { printJson } from '../source/json.ts'
import { indentJson, parseExactly, printIndented } from './json-text.ts'
import { mostCalls } from './most-calls.ts'
import { openSqlite } from './open-sqlite.ts'
import { parseCase } from './parse-case.ts'
import { Placeholders } from './placeholders.ts'
import { playCase } from './play-case.ts'
import { postOperation } from './post-operation.ts'
import { printCase } from './print-case.ts'
import { learnSecrets, printDatabase, printExchanges } from './print-recording.ts'
import { hasFailed, isDown, Recording, unkeptFailure } from './recording.ts'
import type { CaseHost } from './stage.ts'
import { tellDifference } from './tell-difference.ts'

export interface RecordedOperation {
  readonly name: string
  readonly text: string
  /** Those that it takes are sent. */
  readonly variables: Readonly<Record<string, unknown>> | undefined
  readonly headers: Readonly<Record<string, string>>
}

export interface RecordOptions extends Pick<CaseHost, 'schemaPath' | 'resolvers'> {
  readonly environment: Environment
  /** Names of what is secret, beside those that say so themselves. */
  readonly secrets?: readonly string[]
}

export interface RecordedCase {
  readonly document: string
  /** The sources of which it holds that calls failed. */
  readonly failed: readonly string[]
}

/**
 * Runs an operation on its upstreams, and answers the case document that holds what they have said, without secrets. It has been
 * played: it comes to the same answer. Throws Error where it does not, and where a call failed as no case can say.
 */
export async function recordCase(given: RecordedOperation, options: RecordOptions): Promise<RecordedCase> {
  const { schemaPath, resolvers, environment, secrets } = options
  const operation = { ...given, variables: variablesOf(given) }
  const settings: ConfigOptions = { schemaPath, resolvers, port: 0, profile: 'development', logLevel: 'silent' }
  const config = createConfig({ ...settings, environment })
  const { plan, environment: read } = await compileFile(config)
  const bound = await mostCalls(config, { query: operation.text, variables: operation.variables })
  const recording = new Recording(plan.sources.values())
  const { status, text } = await run(operation, config, recording.wires)
  for (const source of recording.sources) {
    const error = unkeptFailure(source)
    if (error !== undefined) throw new Error(unkept(source.name, error))
  }

  const placeholders = new Placeholders(read, secrets)
  placeholders.learnAll(operation.variables)
  placeholders.learnAll(operation.headers)
  for (const source of recording.sources) learnSecrets(source, placeholders)
  const schema = (await readSchemaTexts(config.schemaPath)).map(file => file.text.toLowerCase()).join('\n')
  const variables = operation.variables && indentJson(printJson(placeholders.json(operation.variables)) ?? '{}')
  const document = printCase({
    title: `${operation.name} is answered as it was when it was recorded`,
    prose: 'Recorded by `sluice record`. `sluice test` runs it without upstreams.',
    environment: placeholders.environment,
    upstreams: recording.sources
      .filter(({ exchanges }) => exchanges.length > 0)
      .map(source => ({
        name: source.name,
        isDown: isDown(source),
        exchanges: printExchanges(source, placeholders, schema),
      })),
    databases: recording.sources
      .filter(({ catalog }) => catalog !== undefined)
      .map(source => printDatabase(source, placeholders)),
    lost: recording.sources.filter(source => source.exchanges.length === 0 && isDown(source)).map(({ name }) => name),
    query: operation.text,
    variables,
    headers: Object.entries(operation.headers).map(([name, value]) => `${name}: ${placeholders.value(value)}`),
    bound,
    status,
    answer: printIndented(placeholders.json(parseExactly(text))),
  })
  if (placeholders.text(document) !== document)
    throw new Error(`${operation.name}: a value of the environment stands in its text or in the SQL of the schema.`)
  await holdReplay(operation.name, document, options)
  return { document, failed: recording.sources.filter(hasFailed).map(({ name }) => name) }
}

/** Of the variables, those that the text declares. */
function variablesOf({ text, variables = {} }: RecordedOperation): RecordedOperation['variables'] {
  const declared = Object.entries(variables).filter(([name]) => new RegExp(`\\$${RegExp.escape(name)}\\b`).test(text))
  return declared.length > 0 ? Object.fromEntries(declared) : undefined
}

async function run(
  { text: query, variables, headers }: RecordedOperation,
  config: ReturnType<typeof createConfig>,
  wires: Recording['wires'],
): Promise<{ readonly status: number; readonly text: string }> {
  await using gateway = await openGateway(config, { log: createLog('silent'), wires })
  return await postOperation(gateway.url, { query, variables, headers })
}

/** What the document says must come of it without the upstreams. */
async function holdReplay(name: string, document: string, options: RecordOptions): Promise<void> {
  const nobody = async () => {
    throw new Error('a recorded case has no resolvers of its own')
  }
  const host = { ...options, openDatabase: openSqlite, writeResolvers: nobody }
  const { seen, expected } = await playCase(parseCase(document), undefined, host)
  const difference = tellDifference(seen, expected)
  if (difference.length === 0) return
  const why = `${name} can't be kept: without its upstreams it is answered otherwise.`
  const causes = 'What it asks may depend on the time, on chance, or on a secret that was left out.'
  throw new Error([why, causes, ...difference].join('\n'))
}

function unkept(source: string, error: unknown): string {
  const said = error instanceof Error ? (error.cause instanceof Error ? error.cause : error).message : String(error)
  return `The source "${source}" failed in a way that a case can't say: ${said}`
}
