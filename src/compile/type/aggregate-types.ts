import { type GraphQLObjectType, getNamedType, getNullableType, isListType, isObjectType } from 'graphql'
import { isAggregateFunction } from '../../schema/aggregate-functions.ts'
import type { SchemaDefinition } from '../../schema/definition.ts'
import { AGGREGATE } from '../../schema/implied/implied-aggregate.ts'
import { GROUP_ROW } from '../../schema/implied/implied-group.ts'
import type { SourceDirective, SourceDirectives } from '../source-directive.ts'
import type { ConnectionTypes } from './connection-types.ts'

/** What is counted and computed over the objects of a type. */
export interface AggregateType {
  readonly type: GraphQLObjectType
  /** The type of the objects. */
  readonly node: GraphQLObjectType
  /** Whether it is that of a group of the objects. */
  readonly isGroup: boolean
}

/**
 * Which of a schema's types are aggregates: `XAggregate` of a type X with a home, where a field returns it whose kind of source
 * computes aggregates, or a connection of X has it as its `aggregate`; and `XGroupRow`, where a field returns a list of it.
 */
export class AggregateTypes {
  readonly #definition: SchemaDefinition
  readonly #directives: SourceDirectives
  readonly #connections: ConnectionTypes
  readonly #aggregates = new Map<string, AggregateType>()
  /** The kinds of sources that compute each type, and those of its functions. */
  readonly #kinds = new Map<string, Set<string>>()

  constructor(definition: SchemaDefinition, directives: SourceDirectives, connections: ConnectionTypes) {
    this.#definition = definition
    this.#directives = directives
    this.#connections = connections
    for (const [coordinate, uses] of definition.directives)
      for (const use of uses) {
        const kind = directives.get(use.name)
        if (kind?.aggregates?.(use)) this.#addReturned(coordinate, kind)
      }
  }

  /** The aggregate that the type is. */
  of(typeName: string): AggregateType | undefined {
    return this.#aggregates.get(typeName)
  }

  /** The aggregate that a page of the connection has beside its objects. */
  ofConnection(typeName: string): AggregateType | undefined {
    const type = this.#definition.schema.getType(typeName)
    const field = isObjectType(type) && Object.values(type.getFields()).find(({ name }) => this.#isBeside(type, name))
    return field ? this.of(getNamedType(field.type).name) : undefined
  }

  has(typeName: string): boolean {
    return this.#kinds.has(typeName)
  }

  /** Whether the type is an aggregate, or a part of one, that sources of the kind compute. */
  isPartOf(typeName: string, kind: string): boolean {
    return this.#kinds.get(typeName)?.has(kind) === true
  }

  #isBeside(connection: GraphQLObjectType, fieldName: string): boolean {
    return this.#connections.nameOf(connection.name, fieldName) === 'aggregate'
  }

  #addReturned(coordinate: string, { name: kind }: SourceDirective): void {
    const { schema } = this.#definition
    const [typeName = '', fieldName = ''] = coordinate.split('.')
    const parent = schema.getType(typeName)
    const field =
      isObjectType(parent) && parent !== schema.getMutationType() ? parent.getFields()[fieldName] : undefined
    const type = field && getNamedType(field.type)
    if (!field || !isObjectType(type)) return
    if (isListType(getNullableType(field.type))) this.#add(type, kind, GROUP_ROW)
    else if (!this.#connections.of(type.name)) this.#add(type, kind)
    else
      for (const beside of Object.values(type.getFields()).filter(({ name }) => this.#isBeside(type, name))) {
        const aggregate = getNamedType(beside.type)
        const { node } = this.#connections.of(type.name) ?? {}
        if (isObjectType(aggregate) && aggregate.name === `${node}${AGGREGATE}`) this.#add(aggregate, kind)
      }
  }

  #add(type: GraphQLObjectType, kind: string, suffix = AGGREGATE): void {
    if (!type.name.endsWith(suffix) || this.#hasHome(type.name)) return
    const node = this.#definition.schema.getType(type.name.slice(0, -suffix.length))
    if (!isObjectType(node) || !this.#hasHome(node.name)) return
    this.#aggregates.set(type.name, { type, node, isGroup: suffix === GROUP_ROW })
    this.#addKind(type.name, kind)
    for (const { name, type: behind } of Object.values(type.getFields())) {
      const part = getNamedType(behind)
      const read = this.#connections.nameOf(type.name, name)
      if (read === undefined || !isObjectType(part)) continue
      if (isAggregateFunction(read)) this.#addKind(part.name, kind)
      else if (read === 'keys') this.#addKeys(part, kind)
    }
  }

  /** The keys of a group, and those of related rows. */
  #addKeys(type: GraphQLObjectType, kind: string): void {
    if (this.isPartOf(type.name, kind)) return
    this.#addKind(type.name, kind)
    for (const { type: behind } of Object.values(type.getFields())) {
      const inner = getNamedType(behind)
      if (isObjectType(inner)) this.#addKeys(inner, kind)
    }
  }

  #addKind(typeName: string, kind: string): void {
    this.#kinds.set(typeName, (this.#kinds.get(typeName) ?? new Set()).add(kind))
  }

  #hasHome(typeName: string): boolean {
    return (this.#definition.directives.get(typeName) ?? []).some(({ name }) => this.#directives.has(name))
  }
}
