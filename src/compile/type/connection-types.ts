import {
  type GraphQLNamedType,
  type GraphQLObjectType,
  getNamedType,
  getNullableType,
  isCompositeType,
  isListType,
  isObjectType,
} from 'graphql'
import type { SchemaDefinition } from '../../schema/definition.ts'
import type { SourceDirective, SourceDirectives } from '../source-directive.ts'
import { argumentText } from '../template/argument-text.ts'

/** The types of a page of a list (GraphQL Cursor Connections Specification), by their names. */
export interface ConnectionType {
  readonly connection: string
  /** The type of the objects. */
  readonly node: string
  readonly edge: string | undefined
  readonly pageInfo: string | undefined
  /** Whether it has a field for how many objects there are on all pages. */
  readonly hasTotal: boolean
  /** The coordinates of the fields that hold its objects. */
  readonly holders: readonly string[]
}

/** What a part of a connection is made of; their fields are read under these names, whatever a source's naming. */
export type ConnectionPart = 'connection' | 'edge' | 'pageInfo'
export const PART_FIELDS = {
  connection: ['edges', 'nodes', 'pageInfo', 'totalCount'],
  edge: ['node', 'cursor'],
  pageInfo: ['hasNextPage', 'hasPreviousPage', 'startCursor', 'endCursor'],
} as const

/**
 * Which of a schema's types are connections, told by their fields: those that a field returns which its kind of source
 * answers in pages, but for mutations.
 */
export class ConnectionTypes {
  readonly #definition: SchemaDefinition
  readonly #directives: SourceDirectives
  readonly #connections = new Map<string, ConnectionType>()
  readonly #parts = new Map<string, ConnectionPart>()
  /** The kinds of sources whose pages each type is a part of. */
  readonly #kinds = new Map<string, Set<SourceDirective>>()

  constructor(definition: SchemaDefinition, directives: SourceDirectives) {
    this.#definition = definition
    this.#directives = directives
    for (const [coordinate, uses] of definition.directives)
      for (const use of uses) {
        const kind = directives.get(use.name)
        if (kind?.isPaged(use)) this.#addReturned(coordinate, kind)
      }
  }

  /** The connection that the type is. */
  of(typeName: string): ConnectionType | undefined {
    return this.#connections.get(typeName)
  }

  /** Whether the type is a part of pages that a source of the kind answers. */
  isPartOf(typeName: string, kind: string): boolean {
    return this.#kindsOf(typeName).some(({ name }) => name === kind)
  }

  get parts(): ReadonlyMap<string, ConnectionPart> {
    return this.#parts
  }

  /** Whether the field holds objects that are never keys: `nodes`, and the `node` of an edge, of a database. */
  holdsRows(typeName: string, fieldName: string): boolean {
    if (this.#kindsOf(typeName).every(({ traits }) => traits.answersKeys)) return false
    const part = this.#parts.get(typeName)
    const name = this.nameOf(typeName, fieldName)
    return (part === 'connection' && name === 'nodes') || (part === 'edge' && name === 'node')
  }

  /** The name under which a plain field is read; undefined for one with a binding. */
  nameOf(typeName: string, fieldName: string): string | undefined {
    const uses = this.#definition.directives.get(`${typeName}.${fieldName}`) ?? []
    const map = uses.find(({ name }) => name === 'map')
    return uses.some(({ name }) => this.#directives.has(name))
      ? undefined
      : map
        ? argumentText(map.args.from)
        : fieldName
  }

  #kindsOf(typeName: string): readonly SourceDirective[] {
    return [...(this.#kinds.get(typeName) ?? [])]
  }

  #addReturned(coordinate: string, kind: SourceDirective): void {
    const [typeName = '', fieldName = ''] = coordinate.split('.')
    const parent = this.#definition.schema.getType(typeName)
    if (parent === this.#definition.schema.getMutationType()) return
    const field = isObjectType(parent) ? parent.getFields()[fieldName] : undefined
    if (!field || isListType(getNullableType(field.type))) return
    const type = getNamedType(field.type)
    const found = isObjectType(type) && !this.#hasHome(type.name) ? this.#connectionOf(type) : undefined
    if (!found) return
    this.#connections.set(found.connection, found)
    this.#addPart(found.connection, 'connection', kind)
    this.#addPart(found.edge, 'edge', kind)
    this.#addPart(found.pageInfo, 'pageInfo', kind)
  }

  #addPart(typeName: string | undefined, part: ConnectionPart, kind: SourceDirective): void {
    if (typeName === undefined) return
    this.#parts.set(typeName, this.#parts.get(typeName) ?? part)
    this.#kinds.set(typeName, (this.#kinds.get(typeName) ?? new Set()).add(kind))
  }

  /** It has a list of edges with a node, or a list of nodes. */
  #connectionOf(type: GraphQLObjectType): ConnectionType | undefined {
    const edge = this.#objectBehind(type, 'edges')
    const node = (edge && this.#typeBehind(edge, 'node')) ?? this.#typeBehind(type, 'nodes')
    if (!isCompositeType(node)) return undefined
    const pageInfo = this.#objectBehind(type, 'pageInfo')
    const read = (of: GraphQLObjectType, name: string) =>
      Object.keys(of.getFields())
        .filter(field => this.nameOf(of.name, field) === name)
        .map(field => `${of.name}.${field}`)
    const hasTotal = read(type, 'totalCount').length > 0
    const holders = [...read(type, 'nodes'), ...(edge ? read(edge, 'node') : [])]
    return { connection: type.name, node: node.name, edge: edge?.name, pageInfo: pageInfo?.name, hasTotal, holders }
  }

  #objectBehind(type: GraphQLObjectType, name: string): GraphQLObjectType | undefined {
    const behind = this.#typeBehind(type, name)
    return isObjectType(behind) ? behind : undefined
  }

  #typeBehind(type: GraphQLObjectType, name: string): GraphQLNamedType | undefined {
    const field = Object.values(type.getFields()).find(each => this.nameOf(type.name, each.name) === name)
    return field && getNamedType(field.type)
  }

  #hasHome(typeName: string): boolean {
    return (this.#definition.directives.get(typeName) ?? []).some(({ name }) => this.#directives.has(name))
  }
}
