import type { ConfigOptions } from '../config/config.ts'
import { createConfig } from '../config/create-config.ts'
import { checkOptions } from '../config/options.ts'
import { SETTINGS } from '../config/settings.ts'
import { printPublicSchema } from '../schema/print-schema.ts'
import { hasErrors, SchemaProblems } from '../schema/problem.ts'
import { readSchemaFiles } from '../schema/read-schema-files.ts'

export type PrintOptions = ConfigOptions<'schemaPath'>

/**
 * The public schema as SDL, as clients see it. No source is asked. Throws ConfigError, SchemaFileError, and SchemaProblems
 * for a file that is no schema.
 *
 * @example
 * ```ts
 * import { printSchema } from 'sluice'
 *
 * const sdl = await printSchema({ schemaPath: 'schema.graphql' })
 * console.log(sdl.includes('@http')) // false
 * ```
 */
export async function printSchema(options: PrintOptions = {}): Promise<string> {
  checkOptions('printSchema', options, { schemaPath: SETTINGS.schemaPath })
  const { definition, problems } = await readSchemaFiles(createConfig(options).schemaPath)
  if (!definition || hasErrors(problems)) throw new SchemaProblems(problems)
  return printPublicSchema(definition)
}
