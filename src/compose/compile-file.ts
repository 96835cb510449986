import { dirname, resolve } from 'node:path'
import { type CompiledSchema, compileSchema } from '../compile/compile-schema.ts'
import type { ResolverModule } from '../compile/resolver/read-resolvers.ts'
import type { Config, Environment } from '../config/config.ts'
import type { SchemaPlan } from '../plan/schema-plan.ts'
import type { SchemaDefinition } from '../schema/definition.ts'
import { hasErrors, type Problem, SchemaProblems } from '../schema/problem.ts'
import { FilesRead } from './files-read.ts'
import { readDefinition } from './read-definition.ts'
import type { CodeConfig } from './resolver-module.ts'

export interface CompiledFile {
  readonly definition: SchemaDefinition
  readonly plan: SchemaPlan
  /** What it has read of the environment, by names; as it stands there. */
  readonly environment: ReadonlyMap<string, string>
}

type FileConfig = Pick<Config, 'schemaPath' | 'environment'> & CodeConfig

/** A schema file that can be served. Throws SchemaFileError and SchemaProblems. */
export async function compileFile(config: FileConfig): Promise<CompiledFile> {
  const { problems, file } = await tryCompile(config)
  if (file && !hasErrors(problems)) return file
  throw new SchemaProblems(problems)
}

/** A schema file with its problems; undefined where there is too little of it. Throws SchemaFileError. */
export async function tryCompile(
  config: FileConfig,
): Promise<{ problems: readonly Problem[]; file: CompiledFile | undefined }> {
  const { definition, problems, resolvers } = await readDefinition(config)
  if (!definition) return { problems, file: undefined }
  const environment = new Map<string, string>()
  const compiled = compileDefinition(definition, watched(config.environment, environment), resolvers, config.files)
  return { problems: [...problems, ...compiled.problems], file: { definition, plan: compiled.plan, environment } }
}

/** Compiles what has been read, with the files that it names. */
export function compileDefinition(
  definition: SchemaDefinition,
  environment: Environment,
  resolvers: ResolverModule | undefined,
  files = new FilesRead(),
): CompiledSchema {
  return compileSchema(definition, {
    environment,
    directoryOf: path => dirname(resolve(path)),
    readFile: path => files.read(path),
    resolvers,
  })
}

/** The environment, with what is read of it added to `read`. */
function watched(environment: Environment, read: Map<string, string>): Environment {
  return new Proxy(environment, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name)
      if (typeof value === 'string') read.set(String(name), value)
      return value
    },
  })
}
