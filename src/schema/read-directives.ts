import {
  type ASTNode,
  type ConstValueNode,
  type DirectiveNode,
  type DocumentNode,
  type InputValueDefinitionNode,
  isTypeDefinitionNode,
  isTypeExtensionNode,
  Kind,
  type NameNode,
  print,
} from 'graphql'
import { sourceCoordinate } from './coordinate.ts'
import { declaredSources } from './declared-sources.ts'
import type { DirectiveUse, SchemaDefinition } from './definition.ts'
import { OWN_DIRECTIVES } from './directives.ts'
import { literalValue } from './literal-value.ts'
import { positionOf } from './position-of.ts'
import type { Position } from './problem.ts'
import { schemaDirectives } from './schema-nodes.ts'
import { AUTHORITY_DIRECTIVES } from './user-directives.ts'

type Annotated = ASTNode & {
  readonly name: NameNode
  readonly directives?: readonly DirectiveNode[] | undefined
  readonly arguments?: readonly InputValueDefinitionNode[] | undefined
}
type Found = Pick<SchemaDefinition, 'sources' | 'authorities' | 'declared' | 'directives' | 'positions'>

/** Finds Sluice's directives and every definition's position in a document, by schema coordinate. */
export function readDirectives(document: DocumentNode, file: string): Found {
  const sources = usesOfSchema(document, 'source', file)
  const authorities = AUTHORITY_DIRECTIVES.flatMap(name => usesOfSchema(document, name, file))
  const directives = new Map<string, readonly DirectiveUse[]>()
  const positions = new Map<string, Position>()

  const add = (coordinate: string, node: Annotated) => {
    if (node.name && !positions.has(coordinate)) positions.set(coordinate, positionOf(node.name, file))
    const uses = ownUses(node.directives, coordinate, file)
    if (uses.length > 0) directives.set(coordinate, [...(directives.get(coordinate) ?? []), ...uses])
  }

  for (const definition of document.definitions) {
    if (!isTypeDefinitionNode(definition) && !isTypeExtensionNode(definition)) continue
    // An implied type stands nowhere in the file, and has none of these directives.
    if (!definition.loc) continue
    const type = definition.name.value
    add(type, definition)
    for (const member of membersOf(definition)) {
      const coordinate = `${type}.${member.name.value}`
      add(coordinate, member)
      for (const argument of member.arguments ?? []) add(`${coordinate}(${argument.name.value}:)`, argument)
    }
  }
  return { sources, authorities, declared: declaredSources(document), directives, positions }
}

/** The directives of a name at the schema, without those that an earlier file has alike. */
function usesOfSchema(document: DocumentNode, name: string, file: string): DirectiveUse[] {
  const files = new Map<string, string | undefined>()
  const nodes = schemaDirectives(document, name).filter(node => {
    const [text, from] = [print(node), node.loc?.source.name]
    if (!files.has(text)) files.set(text, from)
    return files.get(text) === from
  })
  return ownUses(nodes, '', file)
}

function membersOf(definition: object): readonly Annotated[] {
  if ('fields' in definition) return (definition.fields ?? []) as readonly Annotated[]
  if ('values' in definition) return (definition.values ?? []) as readonly Annotated[]
  return []
}

function ownUses(directives: readonly DirectiveNode[] | undefined, coordinate: string, file: string): DirectiveUse[] {
  const own = (directives ?? []).filter(({ name }) => OWN_DIRECTIVES.has(name.value))
  return own.map(node => readUse(node, coordinate, file))
}

function readUse(node: DirectiveNode, coordinate: string, file: string): DirectiveUse {
  const args: Record<string, unknown> = Object.create(null)
  const argumentPositions = new Map<string, Position>()
  for (const argument of node.arguments ?? []) {
    const value = argument.value as ConstValueNode
    args[argument.name.value] = literalValue(value)
    locate(argument.name.value, value, file, argumentPositions)
  }
  const name = node.name.value
  const isAuthority = AUTHORITY_DIRECTIVES.some(each => each === name)
  const on = name === 'source' ? sourceCoordinate(args.name) : isAuthority ? `@${name}` : coordinate
  return { coordinate: on, name, position: positionOf(node, file), args, argumentPositions }
}

function locate(path: string, value: ConstValueNode, file: string, positions: Map<string, Position>): void {
  positions.set(path, positionOf(value, file))
  if (value.kind === Kind.OBJECT)
    for (const field of value.fields) locate(`${path}.${field.name.value}`, field.value, file, positions)
  if (value.kind === Kind.LIST)
    value.values.forEach((item, index) => void locate(`${path}.${index}`, item, file, positions))
}
