import {
  type ConstDirectiveNode,
  type DocumentNode,
  type FieldDefinitionNode,
  isTypeDefinitionNode,
  isTypeExtensionNode,
  Kind,
  specifiedScalarTypes,
  type TypeNode,
} from 'graphql'
import type { BaseType, LeafField } from './implied-type.ts'

const KINDS: ReadonlyMap<Kind, BaseType['kind']> = new Map([
  [Kind.OBJECT_TYPE_DEFINITION, 'object'],
  [Kind.INTERFACE_TYPE_DEFINITION, 'interface'],
  [Kind.UNION_TYPE_DEFINITION, 'union'],
])

/** The names of the document's scalars and enums, GraphQL's own among them. */
export function leafTypeNames({ definitions }: DocumentNode): ReadonlySet<string> {
  const names = new Set(specifiedScalarTypes.map(({ name }) => name))
  for (const definition of definitions)
    if (definition.kind === Kind.SCALAR_TYPE_DEFINITION || definition.kind === Kind.ENUM_TYPE_DEFINITION)
      names.add(definition.name.value)
  return names
}

/** The document's types of objects, by name. */
export function baseTypes(
  { definitions }: DocumentNode,
  leafTypes: ReadonlySet<string>,
): ReadonlyMap<string, BaseType> {
  const fields = new Map<string, FieldDefinitionNode[]>()
  for (const definition of definitions) {
    if (!(isTypeDefinitionNode(definition) || isTypeExtensionNode(definition)) || !('fields' in definition)) continue
    const own = (definition.fields ?? []).filter(field => field.kind === Kind.FIELD_DEFINITION)
    fields.set(definition.name.value, [...(fields.get(definition.name.value) ?? []), ...own])
  }
  const types = new Map<string, BaseType>()
  for (const definition of definitions) {
    const kind = KINDS.get(definition.kind)
    if (!kind || !isTypeDefinitionNode(definition)) continue
    const name = definition.name.value
    const all = fields.get(name) ?? []
    types.set(name, { name, kind, fields: all, leaves: all.flatMap(field => leafOf(field, leafTypes)) })
  }
  return types
}

function leafOf(field: FieldDefinitionNode, leafTypes: ReadonlySet<string>): LeafField[] {
  const { name, arguments: args = [], directives = [] } = field
  const type = namedType(field.type)
  const isBound = directives.some(directive => directive.name.value === 'http' || directive.name.value === 'sql')
  if (type === undefined || !leafTypes.has(type) || args.length > 0 || isBound) return []
  return [{ name: name.value, type, whole: directives.every(isWhole) }]
}

/** The name of a type that is no list. */
function namedType(type: TypeNode): string | undefined {
  if (type.kind === Kind.NON_NULL_TYPE) return namedType(type.type)
  return type.kind === Kind.NAMED_TYPE ? type.name.value : undefined
}

/** A path of one segment, `name` or `['odd name']`. */
const ONE_SEGMENT = /^(?:[A-Za-z_$@][\w$@-]*|\['(?:[^'\\]|\\.)*'\])$/s

/** Whether it is no `@map` to something inside a column. */
function isWhole({ name, arguments: args = [] }: ConstDirectiveNode): boolean {
  if (name.value !== 'map') return true
  const from = args.find(argument => argument.name.value === 'from')?.value
  return from?.kind === Kind.STRING && ONE_SEGMENT.test(from.value)
}
