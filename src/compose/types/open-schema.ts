import { isObjectType, isScalarType } from 'graphql'
import type { ResolverModule } from '../../compile/resolver/read-resolvers.ts'
import type { Config } from '../../config/config.ts'
import type { SchemaPlan } from '../../plan/schema-plan.ts'
import type { SchemaDefinition } from '../../schema/definition.ts'
import { SOURCE_KINDS } from '../../schema/kind/source-kinds.ts'
import { loadSchema } from '../../schema/load-schema.ts'
import { hasErrors, SchemaProblems } from '../../schema/problem.ts'
import { readSchemaTexts } from '../../schema/read-schema-files.ts'
import { ownScalars } from '../../schema/scalar/own-scalars.ts'
import { isKnownScalar } from '../../schema/scalar/scalars.ts'
import { compileDefinition } from '../compile-file.ts'

/** A schema as far as it stands without code of one's own. */
export interface OpenSchema {
  readonly definition: SchemaDefinition
  readonly plan: SchemaPlan
  /** The coordinates of the fields that a resolver may answer. */
  readonly open: ReadonlySet<string>
  /** Those of them that nothing else could answer. */
  readonly lacking: ReadonlySet<string>
  /** The scalars that only code can tell the values of. */
  readonly scalars: readonly string[]
}

/** Compiles a schema as if there were a resolver wherever it lacks one. Throws SchemaFileError and SchemaProblems. */
export async function compileOpenSchema(config: Pick<Config, 'schemaPath' | 'environment'>): Promise<OpenSchema> {
  const texts = await readSchemaTexts(config.schemaPath)
  const scalars = scalarsIn(loadSchema(texts).definition)
  const stubs = Object.fromEntries(scalars.map(name => [name, { serialize: String, parseValue: String }]))
  const { definition, problems } = loadSchema(texts, ownScalars(stubs))
  if (!definition || hasErrors(problems)) throw new SchemaProblems(problems)
  const { open, lacking } = openFields(definition)
  const resolvers: Record<string, object> = { ...stubs }
  for (const coordinate of lacking) {
    const [type = '', field = ''] = coordinate.split('.')
    resolvers[type] = { ...resolvers[type], [field]: () => null }
  }
  const module: ResolverModule = { file: definition.file, resolvers }
  const file = compileDefinition(definition, config.environment, module)
  if (hasErrors(file.problems)) throw new SchemaProblems([...problems, ...file.problems])
  return { definition, plan: file.plan, open, lacking, scalars }
}

function scalarsIn(definition: SchemaDefinition | undefined): readonly string[] {
  const types = Object.values(definition?.schema.getTypeMap() ?? {})
  return types.filter(type => isScalarType(type) && !isKnownScalar(type.name)).map(({ name }) => name)
}

/** The fields without a directive that answers them; those that are implied have no position. */
function openFields({ schema, directives, positions }: SchemaDefinition) {
  const [open, lacking] = [new Set<string>(), new Set<string>()]
  for (const type of Object.values(schema.getTypeMap()).filter(isObjectType)) {
    const isRoot = type === schema.getQueryType() || type === schema.getMutationType()
    for (const { name, args } of Object.values(type.getFields())) {
      const coordinate = `${type.name}.${name}`
      const uses = directives.get(coordinate) ?? []
      if (!positions.has(coordinate) || uses.some(use => use.name === 'map' || SOURCE_KINDS.has(use.name))) continue
      open.add(coordinate)
      if (isRoot || args.length > 0) lacking.add(coordinate)
    }
  }
  return { open, lacking }
}
