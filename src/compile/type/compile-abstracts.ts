import { type GraphQLAbstractType, getNamedType, isAbstractType, isInterfaceType, isObjectType } from 'graphql'
import { type Path, PathSyntaxError } from '../../plan/path.ts'
import type { AbstractPlan } from '../../plan/schema-plan.ts'
import type { DirectiveUse, SchemaDefinition } from '../../schema/definition.ts'
import { NODE } from '../../schema/implied/implied-nodes.ts'
import { argumentPosition, type ProblemList } from '../problem-list.ts'
import type { Resolvers } from '../resolver/resolvers.ts'
import { argumentText } from '../template/argument-text.ts'
import { parseAnswerPath } from '../template/response-path.ts'

const TYPE_NAME = '__typename'

/** How the objects of interfaces and unions tell their type: by the `@map` of these types, and of the object types in them. */
export function compileAbstracts(
  definition: SchemaDefinition,
  sources: readonly string[],
  resolvers: Resolvers,
  problems: ProblemList,
): ReadonlyMap<string, AbstractPlan> {
  const abstracts = Object.values(definition.schema.getTypeMap())
    .filter(isAbstractType)
    .filter(type => !isOnlyFound(type, definition))
  const told = new Set<string>()
  return new Map(
    abstracts.map(type => {
      const paths = sources.map(source => [source, pathOf(mapOf(definition, type.name, source))] as const)
      const types = sources.map(source => [source, typesOf(definition, type, source, problems, told)] as const)
      const resolveType = resolvers.types.get(type.name)
      return [type.name, { paths: new Map(paths), types: new Map(types), resolveType }]
    }),
  )
}

/** The interface of global ids tells no type where no field of the file returns it: an id has its type in it. */
function isOnlyFound({ name }: GraphQLAbstractType, { schema, positions, nodeTypes }: SchemaDefinition): boolean {
  if (nodeTypes.size === 0 || name !== NODE) return false
  return !Object.values(schema.getTypeMap()).some(
    type =>
      (isObjectType(type) || isInterfaceType(type)) &&
      Object.values(type.getFields()).some(
        field => getNamedType(field.type).name === NODE && positions.has(`${type.name}.${field.name}`),
      ),
  )
}

/** The object types under the texts that tell them; two of the same text are reported, once for all sources. */
function typesOf(
  definition: SchemaDefinition,
  abstract: GraphQLAbstractType,
  source: string,
  problems: ProblemList,
  told: Set<string>,
): ReadonlyMap<string, string> {
  const types = new Map<string, string>()
  for (const { name } of definition.schema.getPossibleTypes(abstract)) {
    const use = mapOf(definition, name, source)
    const text = use ? argumentText(use.args.from) : name
    const earlier = types.get(text)
    const position = use ? argumentPosition(use, 'from') : definition.positions.get(name)
    if (earlier === undefined) types.set(text, name)
    else if (position && !told.has(name)) {
      told.add(name)
      problems.add(
        name,
        position,
        `"${text}" is ${earlier} in ${abstract.name} already.`,
        'Give each type a value of its own.',
      )
    }
  }
  return types
}

function mapOf({ directives }: SchemaDefinition, typeName: string, source: string): DirectiveUse | undefined {
  const maps = (directives.get(typeName) ?? []).filter(({ name }) => name === 'map')
  return maps.find(({ args }) => args.source === source) ?? maps.find(({ args }) => args.source === undefined)
}

/** A path that can't be read has been reported. */
function pathOf(use: DirectiveUse | undefined): Path {
  try {
    return parseAnswerPath(use ? argumentText(use.args.from) : TYPE_NAME)
  } catch (error) {
    if (error instanceof PathSyntaxError) return []
    throw error
  }
}
