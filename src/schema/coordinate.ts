import { type ASTNode, type DirectiveNode, type DocumentNode, Kind, type NameNode } from 'graphql'
import { isSchemaNode } from './schema-nodes.ts'

/** What problems of a source are said of; directives have no coordinate of their own in the specification. */
export function sourceCoordinate(name: unknown): string {
  return typeof name === 'string' ? `@source(name: "${name}")` : '@source'
}

/** The schema coordinate of the definition, field, input field or enum value around a node; empty where there is none. */
export function coordinateAround(document: DocumentNode, node: ASTNode): string {
  const definition = document.definitions.find(each => contains(each, node))
  if (!definition) return ''
  if (isSchemaNode(definition)) return coordinateInSchema(definition.directives ?? [], node)
  if (!('name' in definition) || !definition.name) return ''
  const name = definition.name.value
  if (definition.kind === Kind.DIRECTIVE_DEFINITION) return `@${name}`
  const member = membersOf(definition).find(each => contains(each, node))
  return member ? `${name}.${member.name.value}` : name
}

function coordinateInSchema(directives: readonly DirectiveNode[], node: ASTNode): string {
  const source = directives.find(each => each.name.value === 'source' && contains(each, node))
  if (!source) return ''
  return sourceCoordinate(sourceName(source))
}

/** The name that a `@source` gives its source; undefined where it gives none that is a text. */
export function sourceName({ arguments: args = [] }: DirectiveNode): string | undefined {
  const name = args.find(argument => argument.name.value === 'name')?.value
  return name?.kind === Kind.STRING ? name.value : undefined
}

type Member = ASTNode & { readonly name: NameNode }

/** The fields, input fields or enum values of a type's definition. */
function membersOf(definition: object): readonly Member[] {
  if ('fields' in definition) return (definition.fields ?? []) as readonly Member[]
  return 'values' in definition ? ((definition.values ?? []) as readonly Member[]) : []
}

function contains({ loc: outer }: ASTNode, { loc: inner }: ASTNode): boolean {
  if (outer === undefined || inner === undefined || outer.source !== inner.source) return false
  return outer.start <= inner.start && inner.start < outer.end
}
