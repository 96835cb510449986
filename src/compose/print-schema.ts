import type { ConfigOptions } from '../config/config.ts'
import { createConfig } from '../config/create-config.ts'
import { checkOptions, SWITCH } from '../config/options.ts'
import { SETTINGS } from '../config/settings.ts'
import { printDefinitions, printPublicSchema } from '../schema/print-schema.ts'
import { hasErrors, SchemaProblems } from '../schema/problem.ts'
import { readDefinition } from './read-definition.ts'

export interface PrintOptions extends ConfigOptions<'schemaPath' | 'resolvers'> {
  /** Whether to print what the files use without defining it, for tools that read them, instead of what clients see. */
  readonly definitions?: boolean | undefined
}

const OPTIONS = { schemaPath: SETTINGS.schemaPath, resolvers: SETTINGS.resolvers, definitions: SWITCH }

/**
 * The public schema as SDL, as clients see it, or what its files use without defining it. No source is asked. Throws ConfigError, SchemaFileError, and SchemaProblems
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
  checkOptions('printSchema', options, OPTIONS)
  const { definition, problems } = await readDefinition(createConfig(options))
  if (!definition || hasErrors(problems)) throw new SchemaProblems(problems)
  return options.definitions ? printDefinitions(definition) : printPublicSchema(definition)
}
