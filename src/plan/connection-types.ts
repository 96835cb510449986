import { type GraphQLObjectType, getNamedType, getNullableType, isListType, isObjectType } from 'graphql'
import type { SchemaDefinition } from '../schema/definition.ts'
import { textOf } from './text-of.ts'

/** The types of a page of rows (GraphQL Cursor Connections Specification), by their names. */
export interface ConnectionType {
  readonly connection: string
  /** The type of the rows. */
  readonly node: string
  readonly edge: string | undefined
  readonly pageInfo: string | undefined
}

/** What a part of a connection is made of; their fields are read under these names, whatever a source's naming. */
export type ConnectionPart = 'connection' | 'edge' | 'pageInfo'
export const PART_FIELDS = {
  connection: ['edges', 'nodes', 'pageInfo', 'totalCount'],
  edge: ['node', 'cursor'],
  pageInfo: ['hasNextPage', 'hasPreviousPage', 'startCursor', 'endCursor'],
} as const

/** Which of a schema's types are connections of rows: those that a field with an `@sql` returns, but for mutations, told by their fields. */
export class ConnectionTypes {
  readonly #definition: SchemaDefinition
  readonly #connections = new Map<string, ConnectionType>()
  readonly #parts = new Map<string, ConnectionPart>()

  constructor(definition: SchemaDefinition) {
    this.#definition = definition
    for (const [coordinate, uses] of definition.directives)
      if (uses.some(({ name, args }) => name === 'sql' && args.query === undefined)) this.#addReturned(coordinate)
  }

  /** The connection that the type is. */
  of(typeName: string): ConnectionType | undefined {
    return this.#connections.get(typeName)
  }

  /** The part of a connection that the type is. */
  partOf(typeName: string): ConnectionPart | undefined {
    return this.#parts.get(typeName)
  }

  get parts(): ReadonlyMap<string, ConnectionPart> {
    return this.#parts
  }

  /** Whether the field holds rows: `nodes`, and the `node` of an edge. */
  holdsRows(typeName: string, fieldName: string): boolean {
    const part = this.#parts.get(typeName)
    const name = this.nameOf(typeName, fieldName)
    return (part === 'connection' && name === 'nodes') || (part === 'edge' && name === 'node')
  }

  /** The name under which a plain field is read; undefined for one with a binding. */
  nameOf(typeName: string, fieldName: string): string | undefined {
    const uses = this.#definition.directives.get(`${typeName}.${fieldName}`) ?? []
    const map = uses.find(({ name }) => name === 'map')
    return uses.some(({ name }) => name === 'http' || name === 'sql')
      ? undefined
      : map
        ? textOf(map.args.from)
        : fieldName
  }

  #addReturned(coordinate: string): void {
    const [typeName = '', fieldName = ''] = coordinate.split('.')
    const parent = this.#definition.schema.getType(typeName)
    if (parent === this.#definition.schema.getMutationType()) return
    const field = isObjectType(parent) ? parent.getFields()[fieldName] : undefined
    if (!field || isListType(getNullableType(field.type))) return
    const type = getNamedType(field.type)
    const found = isObjectType(type) && !this.#hasHome(type.name) ? this.#connectionOf(type) : undefined
    if (!found || this.#connections.has(found.connection)) return
    this.#connections.set(found.connection, found)
    this.#parts.set(found.connection, 'connection')
    if (found.edge !== undefined) this.#parts.set(found.edge, 'edge')
    if (found.pageInfo !== undefined) this.#parts.set(found.pageInfo, 'pageInfo')
  }

  /** It has a list of edges with a node, or a list of nodes. */
  #connectionOf(type: GraphQLObjectType): ConnectionType | undefined {
    const edge = this.#objectBehind(type, 'edges')
    const node = (edge && this.#objectBehind(edge, 'node')) ?? this.#objectBehind(type, 'nodes')
    if (!node) return undefined
    const pageInfo = this.#objectBehind(type, 'pageInfo')
    return { connection: type.name, node: node.name, edge: edge?.name, pageInfo: pageInfo?.name }
  }

  #objectBehind(type: GraphQLObjectType, name: string): GraphQLObjectType | undefined {
    const field = Object.values(type.getFields()).find(each => this.nameOf(type.name, each.name) === name)
    const behind = field && getNamedType(field.type)
    return isObjectType(behind) ? behind : undefined
  }

  #hasHome(typeName: string): boolean {
    return (this.#definition.directives.get(typeName) ?? []).some(({ name }) => name !== 'map')
  }
}
