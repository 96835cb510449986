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
import { declaredSources } from '../declared-sources.ts'
import { jsonKindOf } from '../json-kind.ts'
import { SOURCE_KINDS } from '../kind/source-kinds.ts'
import type { BaseType, LeafField } from './base-type.ts'
import { scalarOfRange } from './implied-range.ts'
import { bindingOf, isInsideMap, isWholeMap, relatedFields, relates } from './related-fields.ts'

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
export function baseTypes(document: DocumentNode, leafTypes: ReadonlySet<string>): ReadonlyMap<string, BaseType> {
  const { definitions } = document
  const fields = new Map<string, FieldDefinitionNode[]>()
  const homes = new Map<string, ConstDirectiveNode>()
  for (const definition of definitions) {
    if (definition.kind === Kind.OBJECT_TYPE_DEFINITION || definition.kind === Kind.OBJECT_TYPE_EXTENSION) {
      const home = definition.directives?.find(({ name }) => SOURCE_KINDS.has(name.value))
      if (home) homes.set(definition.name.value, home)
    }
    if (!(isTypeDefinitionNode(definition) || isTypeExtensionNode(definition)) || !('fields' in definition)) continue
    const own = (definition.fields ?? []).filter(field => field.kind === Kind.FIELD_DEFINITION)
    fields.set(definition.name.value, [...(fields.get(definition.name.value) ?? []), ...own])
  }
  const defined = new Set(definitions.filter(isTypeDefinitionNode).map(({ name }) => name.value))
  const types = new Map<string, Omit<BaseType, 'related'>>()
  for (const definition of definitions) {
    const kind = KINDS.get(definition.kind)
    if (!kind || !isTypeDefinitionNode(definition)) continue
    const name = definition.name.value
    const all = fields.get(name) ?? []
    const readable = (of: (type: string) => boolean) => all.flatMap(field => leafOf(field, of, homes.get(name)))
    types.set(name, {
      name,
      kind,
      home: homes.get(name),
      fields: all,
      leaves: readable(type => leafTypes.has(type)),
      ranges: readable(type => scalarOfRange(type) !== undefined && !defined.has(type)).filter(({ whole }) => whole),
    })
  }
  const declared = declaredSources(document)
  return new Map([...types].map(([name, type]) => [name, { ...type, related: relatedFields(type, types, declared) }]))
}

function leafOf(
  field: FieldDefinitionNode,
  isLeaf: (type: string) => boolean,
  home: ConstDirectiveNode | undefined,
): LeafField[] {
  const { name, arguments: args = [], directives = [] } = field
  const type = namedType(field.type)
  if (type === undefined || !isLeaf(type) || args.length > 0 || bindingOf(field)) return []
  const inside = relates(home) && jsonKindOf(type) !== undefined && isInsideMap(directives)
  return [{ name: name.value, type, whole: isWholeMap(directives), inside }]
}

/** The name of a type that is no list. */
function namedType(type: TypeNode): string | undefined {
  if (type.kind === Kind.NON_NULL_TYPE) return namedType(type.type)
  return type.kind === Kind.NAMED_TYPE ? type.name.value : undefined
}
