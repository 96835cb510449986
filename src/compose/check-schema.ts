import type { Config, ConfigOptions } from '../config/config.ts'
import { createConfig } from '../config/create-config.ts'
import { checkOptions, ENVIRONMENT, SWITCH } from '../config/options.ts'
import { SETTINGS } from '../config/settings.ts'
import { createLog } from '../observe/log.ts'
import type { SchemaDefinition } from '../schema/definition.ts'
import { hasErrors, type Problem } from '../schema/problem.ts'
import { SourceError } from '../source/source-error.ts'
import { whyUnreachable } from '../source/why-unreachable.ts'
import { type CompiledFile, tryCompile } from './compile-file.ts'
import { eachCalls } from './each/each-calls.ts'
import type { FilesRead } from './files-read.ts'
import { openSources } from './open-sources.ts'
import { trustOperations } from './operations/trust-operations.ts'

/** What trusted operations are held against. */
type OperationSetting = 'profile' | 'limits' | 'introspection' | 'maxOperationBytes'

export interface CheckOptions
  extends ConfigOptions<'schemaPath' | 'resolvers' | 'operations' | 'environment' | OperationSetting> {
  /** Whether the databases are not asked what tables and columns they have. */
  readonly offline?: boolean | undefined
}

const OPTIONS = {
  schemaPath: SETTINGS.schemaPath,
  resolvers: SETTINGS.resolvers,
  operations: SETTINGS.operations,
  profile: SETTINGS.profile,
  limits: SETTINGS.limits,
  introspection: SETTINGS.introspection,
  maxOperationBytes: SETTINGS.maxOperationBytes,
  environment: ENVIRONMENT,
  offline: SWITCH,
}

/**
 * Every mistake of a schema, and of the operations that are to fit it, those that only its databases tell included unless `offline`. A database that can't be
 * reached is a problem too. Throws ConfigError and SchemaFileError.
 *
 * @example
 * ```ts
 * import { checkSchema, printProblems } from 'sluice'
 *
 * const problems = await checkSchema({ schemaPath: 'wrong.graphql', environment: process.env })
 * console.log(printProblems(problems)) // wrong.graphql:3:32 error Query.posts: there is no source "ap". Did you mean "api"?
 * ```
 */
export async function checkSchema(options: CheckOptions = {}): Promise<readonly Problem[]> {
  checkOptions('checkSchema', options, OPTIONS)
  return await findProblems(createConfig(options), options.offline)
}

/** The same, of a whole configuration; what the schema is made of is noted in its `files`. */
export async function findProblems(
  config: Config & { readonly files?: FilesRead | undefined },
  offline: boolean | undefined,
): Promise<readonly Problem[]> {
  const { problems: ofSchema, file } = await tryCompile(config)
  if (!file) return ofSchema
  const { problems: ofOperations } = await trustOperations(config, file.plan)
  const problems = [...ofSchema, ...(await warningsOfCalls(ofSchema, file)), ...ofOperations]
  if (offline) return problems
  await using sources = await openSources(file, createLog('silent'))
  const found = [...(await sources.bind())].flatMap(([name, result]) =>
    result instanceof Error ? [unreachable(file.definition, name, result)] : result,
  )
  return [...problems, ...found]
}

/** What calls once for each object; of a schema that can't be served nobody knows. */
async function warningsOfCalls(problems: readonly Problem[], file: CompiledFile): Promise<readonly Problem[]> {
  if (hasErrors(problems)) return []
  const calls = eachCalls(file.plan)
  if (calls.length === 0) return []
  const { warnOfEach } = await import('./each/warn-of-each.ts')
  return warnOfEach(calls, file)
}

function unreachable({ sources, file }: SchemaDefinition, name: string, error: Error): Problem {
  const position = sources.find(({ args }) => args.name === name)?.position ?? { file, line: 1, column: 1 }
  const why = whyUnreachable(error)
  return {
    ...position,
    coordinate: '',
    ...(isInsecure(error)
      ? {
          message: `the database of the source "${name}" can not be reached securely: ${error.cause.message}.`,
          suggestion: 'Write in tls what its certificate needs (ca, servername), or see to the server.',
        }
      : {
          message: `the database of the source "${name}" can not be reached${why === undefined ? '' : `: ${why}`}.`,
          suggestion: 'See to it, or check without it: sluice check --offline',
        }),
    severity: 'error',
  }
}

function isInsecure(error: Error): error is SourceError & { readonly cause: Error } {
  return error instanceof SourceError && error.reason === 'tls' && error.cause instanceof Error
}
