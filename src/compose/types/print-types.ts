import type { ConfigOptions } from '../../config/config.ts'
import { createConfig } from '../../config/create-config.ts'
import { checkOptions, ENVIRONMENT } from '../../config/options.ts'
import { SETTINGS } from '../../config/settings.ts'
import { compileOpenSchema } from './open-schema.ts'
import { resolverTypes } from './resolver-types.ts'

/** What `printTypes` takes. */
export type TypesOptions = ConfigOptions<'schemaPath' | 'environment'>

const OPTIONS = { schemaPath: SETTINGS.schemaPath, environment: ENVIRONMENT }

/**
 * The types of the resolvers that a schema may have, as a module of TypeScript: `Resolvers`, with what each is given and may return. No source
 * is asked. Throws ConfigError, SchemaFileError and SchemaProblems.
 *
 * @example
 * ```ts
 * import { printTypes } from 'sluice'
 *
 * const text = await printTypes({ schemaPath: 'schema.graphql', environment: process.env })
 * console.log(text.includes('export type Resolvers')) // true
 * ```
 */
export async function printTypes(options: TypesOptions = {}): Promise<string> {
  checkOptions('printTypes', options, OPTIONS)
  return resolverTypes(await compileOpenSchema(createConfig(options)))
}
