import {
  type GraphQLArgument,
  GraphQLID,
  type GraphQLInputObjectType,
  type GraphQLInputType,
  getNamedType,
  isInputObjectType,
  isObjectType,
} from 'graphql'
import type { IdObject, IdPlaces } from '../../plan/id-places.ts'
import type { SchemaDefinition } from '../../schema/definition.ts'
import type { CompiledBinding } from '../source-kind.ts'
import type { ForeignKeys } from './foreign-keys.ts'

const FILTER = 'Filter'

/** Where the arguments of a schema's fields may hold global ids. */
export class IdArguments {
  readonly #definition: SchemaDefinition
  readonly #keys: ForeignKeys
  /** By input type, and the type whose ids stand in it. */
  readonly #objects = new Map<string, IdObject>()
  /** Whether an input type has ids in it. */
  readonly #holders = new Map<string, boolean>()

  constructor(definition: SchemaDefinition, keys: ForeignKeys) {
    this.#definition = definition
    this.#keys = keys
  }

  /** Undefined where no argument holds any. */
  of(
    args: readonly GraphQLArgument[],
    binding: Pick<CompiledBinding, 'argumentFields'> | undefined,
  ): IdObject | undefined {
    if (this.#definition.nodeTypes.size === 0) return undefined
    const holders = args.filter(({ type }) => this.#holdsIds(type))
    if (holders.length === 0) return undefined
    const fields = new Map(holders.map(({ name, type }) => [name, this.#placesOf(type, undefined)]))
    let places: IdObject = { kind: 'object', fields }
    for (const [path, value] of binding?.argumentFields ?? []) {
      const type = this.#keys.typeOf(value.type, value.field)
      if (type !== undefined) places = withType(places, path.split('.'), type)
    }
    return places
  }

  #placesOf(type: GraphQLInputType, of: string | undefined): IdPlaces {
    const named = getNamedType(type)
    return isInputObjectType(named)
      ? this.#object(named, of)
      : { kind: 'id', types: this.#definition.nodeTypes, type: of }
  }

  #object(type: GraphQLInputObjectType, of: string | undefined): IdObject {
    const id = `${type.name} ${of ?? ''}`
    const known = this.#objects.get(id)
    if (known) return known
    const fields = new Map<string, IdPlaces>()
    const object: IdObject = { kind: 'object', fields }
    this.#objects.set(id, object)
    const filtered = this.#filteredBy(type)
    for (const field of Object.values(type.getFields()))
      if (this.#holdsIds(field.type))
        fields.set(field.name, this.#placesOf(field.type, filtered ? this.#keys.typeOf(filtered, field.name) : of))
    return object
  }

  /** The type whose objects an implied filter is of. */
  #filteredBy({ name }: GraphQLInputObjectType): string | undefined {
    const { positions, schema } = this.#definition
    if (positions.has(name) || !name.endsWith(FILTER)) return undefined
    const filtered = name.slice(0, -FILTER.length)
    return isObjectType(schema.getType(filtered)) ? filtered : undefined
  }

  #holdsIds(type: GraphQLInputType): boolean {
    const named = getNamedType(type)
    if (!isInputObjectType(named)) return named === GraphQLID
    const known = this.#holders.get(named.name)
    if (known !== undefined) return known
    const seen = new Set<string>()
    const found = findId(named, seen)
    // Of all that leads to no id, nothing does.
    if (found) this.#holders.set(named.name, true)
    else for (const name of seen) this.#holders.set(name, false)
    return found
  }
}

/** The places, where what the path leads to is the id of an object of the type. */
function withType(places: IdObject, [name = '', ...rest]: readonly string[], type: string): IdObject {
  const inner = places.fields.get(name)
  if (!inner) return places
  if (inner.kind === 'id') return rest.length > 0 ? places : withField(places, name, { ...inner, type })
  return rest.length > 0 ? withField(places, name, withType(inner, rest, type)) : places
}

function withField(places: IdObject, name: string, field: IdPlaces): IdObject {
  return { kind: 'object', fields: new Map(places.fields).set(name, field) }
}

function findId(type: GraphQLInputObjectType, seen: Set<string>): boolean {
  if (seen.has(type.name)) return false
  seen.add(type.name)
  return Object.values(type.getFields()).some(field => {
    const named = getNamedType(field.type)
    return isInputObjectType(named) ? findId(named, seen) : named === GraphQLID
  })
}
