import { type GraphQLField, isAbstractType, isObjectType, isRequiredArgument } from 'graphql'
import { SOURCE_KINDS } from '../../compile/source-kinds.ts'
import type { OpenSchema } from './open-schema.ts'
import { objectText, property } from './type-text.ts'
import { TypeTexts } from './type-texts.ts'

const HEADER =
  '// What resolvers are given and may return, by `sluice types`: written anew from the schema, not by hand.'

/** The module of TypeScript with the types of all resolvers that a schema may have. The same schema is the same text. */
export function resolverTypes(schema: OpenSchema): string {
  const texts = new TypeTexts(schema)
  const resolvers = resolversText(schema, texts)
  const sources = sourcesText(schema)
  const groups = Object.entries(texts.groups).flatMap(([name, types]) => {
    const sorted = [...types].sort(([a], [b]) => (a < b ? -1 : 1))
    return sorted.length === 0
      ? []
      : [`export interface ${name} ${objectText(sorted.map(([type, text]) => property(type, text, false)))}\n`]
  })
  const body = [`export type Resolvers = ${resolvers}\n`, ...sources, ...groups].join('\n')
  const imports = IMPORTED.filter(name => new RegExp(`\\b${name}\\b`).test(body))
  return `${HEADER}\nimport type { ${imports.join(', ')} } from 'sluice'\n\n${body}`
}

const clients = [...SOURCE_KINDS.values()].flatMap(({ clientType }) => clientType ?? [])

/** What the module may take of the package. */
const IMPORTED = [
  'AnsweredList',
  ...clients,
  'ResolverContext',
  'ScalarResolver',
  'TypedResolver',
  'UpstreamNames',
].sort()

function resolversText(schema: OpenSchema, texts: TypeTexts): string {
  const { scalars, plan } = schema
  const types = Object.values(plan.schema.getTypeMap()).filter(({ name }) => !name.startsWith('__'))
  const properties = types.flatMap(type => {
    if (scalars.includes(type.name)) return property(type.name, 'ScalarResolver', false)
    if (isAbstractType(type) && schema.definition.positions.has(type.name)) {
      const possible = plan.schema.getPossibleTypes(type)
      const objects = possible.map(({ name }) => texts.parent(name))
      const names = possible.map(({ name }) => JSON.stringify(name))
      const tell = `(object: (${union(objects)}) & UpstreamNames) => ${union([...names, 'undefined'])}`
      return property(type.name, objectText([property('__resolveType', tell, false)]), true)
    }
    if (!isObjectType(type)) return []
    const fields = Object.values(type.getFields()).filter(({ name }) => schema.open.has(`${type.name}.${name}`))
    const isLacking = ({ name }: { readonly name: string }) => schema.lacking.has(`${type.name}.${name}`)
    const own = fields.map(field => property(field.name, fieldText(type.name, field, schema, texts), !isLacking(field)))
    return own.length === 0 ? [] : property(type.name, objectText(own), !fields.some(isLacking))
  })
  return objectText(properties)
}

function fieldText(
  typeName: string,
  { args, type }: GraphQLField<unknown, unknown>,
  { plan: { schema } }: OpenSchema,
  texts: TypeTexts,
): string {
  const isRoot = typeName === schema.getQueryType()?.name || typeName === schema.getMutationType()?.name
  const [whole, named] = isRoot ? ['unknown', 'object'] : [texts.parent(typeName), texts.named(typeName)]
  const given = args.map(arg =>
    property(arg.name, texts.given(arg.type), !isRequiredArgument(arg) && arg.default === undefined),
  )
  const parts = [whole, named, objectText(given), 'Context', texts.answered(type)]
  return `TypedResolver<${parts.join(', ')}>`
}

/** The context of a resolver, which knows what each source is called by. */
function sourcesText({ plan }: OpenSchema): readonly string[] {
  const sources = [...plan.sources.values()].map(({ name, kind }) =>
    property(name, SOURCE_KINDS.get(kind)?.clientType ?? 'never', false),
  )
  return [
    `export interface Sources ${sources.length === 0 ? '{}' : objectText(sources)}\n`,
    "export interface Context extends Omit<ResolverContext, 'source'> {\n  source<Name extends keyof Sources>(name: Name): Sources[Name]\n}\n",
  ]
}

function union(texts: readonly string[]): string {
  return texts.length === 0 ? 'never' : [...new Set(texts)].join(' | ')
}
