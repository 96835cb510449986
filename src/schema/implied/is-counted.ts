import {
  type ConstDirectiveNode,
  type DefinitionNode,
  type DocumentNode,
  type FieldDefinitionNode,
  Kind,
  type SchemaDefinitionNode,
  type SchemaExtensionNode,
} from 'graphql'
import { SOURCE_KINDS } from '../kind/source-kinds.ts'
import { argumentOf, bindingOf, innermostName } from './related-fields.ts'

/**
 * Whether something tells how many objects a connection has on all pages: every source but an API whose `pages` don't say
 * where an answer has the `total`.
 */
export function isCounted(connection: string, document: DocumentNode): boolean {
  const bindings = bindingsIn(document).get(connection) ?? []
  return bindings.length === 0 || bindings.some(binding => !binding || tellsTotal(binding, document))
}

const known = new WeakMap<DocumentNode, ReadonlyMap<string, readonly (ConstDirectiveNode | undefined)[]>>()

/** The bindings of all fields by the types that they return; looked for once, however many connections a document has. */
function bindingsIn(document: DocumentNode): ReadonlyMap<string, readonly (ConstDirectiveNode | undefined)[]> {
  const found = known.get(document)
  if (found) return found
  const fields = document.definitions.flatMap(definition =>
    'fields' in definition && !isInput(definition) ? (definition.fields as readonly FieldDefinitionNode[]) : [],
  )
  const byType = new Map<string, (ConstDirectiveNode | undefined)[]>()
  for (const field of fields) {
    const type = innermostName(field.type)
    const bindings = byType.get(type)
    if (bindings) bindings.push(bindingOf(field))
    else byType.set(type, [bindingOf(field)])
  }
  known.set(document, byType)
  return byType
}

function isInput({ kind }: DefinitionNode): boolean {
  return kind === Kind.INPUT_OBJECT_TYPE_DEFINITION || kind === Kind.INPUT_OBJECT_TYPE_EXTENSION
}

/** Its own `pages` say so, or, where they say no style, those of a source that it may mean. */
function tellsTotal(binding: ConstDirectiveNode, document: DocumentNode): boolean {
  const kind = binding.name.value
  const { option, styles } = SOURCE_KINDS.get(kind)?.pages ?? {}
  const own = option === undefined ? undefined : argumentOf(binding, option)
  if (option === undefined || own === undefined) return true
  if (fieldOf(own, 'total') || styles?.some(style => fieldOf(own, style))) return fieldOf(own, 'total') !== undefined
  const named = textOf(binding, 'source')
  const sources = document.definitions
    .flatMap(each => (isSchemaDefinition(each) ? (each.directives ?? []) : []))
    .filter(({ name }) => name.value === 'source')
    .filter(source => named === undefined || textOf(source, 'name') === named)
  const ofSources = sources.map(source => fieldOf(argumentOf(source, kind), option))
  return ofSources.some(pages => fieldOf(pages, 'total') !== undefined)
}

function isSchemaDefinition(node: DefinitionNode): node is SchemaDefinitionNode | SchemaExtensionNode {
  return node.kind === Kind.SCHEMA_DEFINITION || node.kind === Kind.SCHEMA_EXTENSION
}

function fieldOf(value: ReturnType<typeof argumentOf>, name: string): ReturnType<typeof argumentOf> {
  return value?.kind === Kind.OBJECT ? value.fields.find(field => field.name.value === name)?.value : undefined
}

function textOf(directive: ConstDirectiveNode, name: string): string | undefined {
  const value = argumentOf(directive, name)
  return value?.kind === Kind.STRING ? value.value : undefined
}
