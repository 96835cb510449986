import {
  type ConstValueNode,
  type DirectiveNode,
  type DocumentNode,
  isTypeDefinitionNode,
  isTypeExtensionNode,
  Kind,
  type Location,
  type NameNode,
  valueFromASTUntyped,
} from 'graphql'
import type { DirectiveUse, SchemaDefinition } from './definition.ts'
import { OWN_DIRECTIVES } from './directives.ts'
import type { Position } from './problem.ts'

type Annotated = { readonly directives?: readonly DirectiveNode[] | undefined; readonly name: NameNode }
type Found = Pick<SchemaDefinition, 'sources' | 'directives' | 'positions'>

/** Finds Sluice's directives and every definition's position in a document, by schema coordinate. */
export function readDirectives(document: DocumentNode, file: string): Found {
  const sources: DirectiveUse[] = []
  const directives = new Map<string, readonly DirectiveUse[]>()
  const positions = new Map<string, Position>()

  const add = (coordinate: string, node: Annotated) => {
    if (!positions.has(coordinate)) positions.set(coordinate, positionOf(node.name.loc, file))
    const uses = ownUses(node.directives, file)
    if (uses.length > 0) directives.set(coordinate, [...(directives.get(coordinate) ?? []), ...uses])
  }

  for (const definition of document.definitions) {
    if (definition.kind === Kind.SCHEMA_DEFINITION || definition.kind === Kind.SCHEMA_EXTENSION)
      sources.push(...ownUses(definition.directives, file))
    if (!isTypeDefinitionNode(definition) && !isTypeExtensionNode(definition)) continue
    const type = definition.name.value
    add(type, definition)
    for (const member of membersOf(definition)) add(`${type}.${member.name.value}`, member)
  }
  return { sources, directives, positions }
}

/** A node's position in the file. */
export function positionOf(loc: Location | undefined, file: string): Position {
  return { file, line: loc?.startToken.line ?? 1, column: loc?.startToken.column ?? 1 }
}

function membersOf(definition: object): readonly Annotated[] {
  if ('fields' in definition) return (definition.fields ?? []) as readonly Annotated[]
  if ('values' in definition) return (definition.values ?? []) as readonly Annotated[]
  return []
}

function ownUses(directives: readonly DirectiveNode[] | undefined, file: string): DirectiveUse[] {
  return (directives ?? []).filter(({ name }) => OWN_DIRECTIVES.has(name.value)).map(node => readUse(node, file))
}

function readUse(node: DirectiveNode, file: string): DirectiveUse {
  const args: Record<string, unknown> = Object.create(null)
  const argumentPositions = new Map<string, Position>()
  for (const argument of node.arguments ?? []) {
    const value = argument.value as ConstValueNode
    args[argument.name.value] = valueFromASTUntyped(value)
    locate(argument.name.value, value, file, argumentPositions)
  }
  return { name: node.name.value, position: positionOf(node.loc, file), args, argumentPositions }
}

function locate(path: string, value: ConstValueNode, file: string, positions: Map<string, Position>): void {
  positions.set(path, positionOf(value.loc, file))
  if (value.kind === Kind.OBJECT)
    for (const field of value.fields) locate(`${path}.${field.name.value}`, field.value, file, positions)
  if (value.kind === Kind.LIST)
    value.values.forEach((item, index) => void locate(`${path}.${index}`, item, file, positions))
}
