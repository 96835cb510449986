import type { ConfigOptions } from '../config/config.ts'
import { createConfig } from '../config/create-config.ts'
import { checkOptions, ENVIRONMENT, SWITCH } from '../config/options.ts'
import { SETTINGS } from '../config/settings.ts'
import type { Problem } from '../schema/problem.ts'
import { findProblems } from './find-problems.ts'

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
