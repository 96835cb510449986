import {
  assertValidSchema,
  type GraphQLFieldConfig,
  type GraphQLFieldConfigArgumentMap,
  GraphQLInputObjectType,
  type GraphQLInputType,
  GraphQLInterfaceType,
  type GraphQLLeafType,
  GraphQLList,
  GraphQLNonNull,
  GraphQLObjectType,
  type GraphQLOutputType,
  GraphQLSchema,
  GraphQLUnionType,
  getNullableType,
  isAbstractType,
  isListType,
  isNonNullType,
} from 'graphql'
import type { Random } from './random.ts'
import { randomInput } from './random-input.ts'
import { randomLeafTypes } from './random-leaf-types.ts'

type Fields = Record<string, GraphQLFieldConfig<unknown, unknown>>
type Composite = GraphQLObjectType | GraphQLInterfaceType | GraphQLUnionType
type Abstract = GraphQLInterfaceType | GraphQLUnionType

/** Names that all object types share, so that selections on several of them merge; some that every object inherits. */
const FIELD_NAMES = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'constructor', 'toString', 'valueOf', 'hasOwnProperty']

/** A schema with every kind of type; the same random stream gives an equal one. */
export function randomSchema(random: Random): GraphQLSchema {
  return new SchemaMaker(random).make()
}

class SchemaMaker {
  readonly #random: Random
  readonly #leaves: readonly GraphQLLeafType[]
  readonly #inputs: GraphQLInputObjectType[] = []
  readonly #fields = new Map<string, Fields>()
  readonly #composites: Composite[] = []
  readonly #members = new Map<Abstract, GraphQLObjectType[]>()

  constructor(random: Random) {
    this.#random = random
    this.#leaves = randomLeafTypes(random)
  }

  make(): GraphQLSchema {
    const random = this.#random
    for (let at = random.int(1, 2); at > 0; at--) this.#inputs.push(this.#inputObject(`In${at}`))
    const interfaces = this.#interfaces(random.int(1, 3))
    const objects = Array.from({ length: random.int(2, 5) }, (_, at) => this.#object(`O${at}`, interfaces))
    const unions = Array.from({ length: random.int(0, 2) }, (_, at) => this.#union(`U${at}`, objects))
    this.#composites.push(...interfaces, ...objects, ...unions)
    for (const [at, type] of interfaces.entries()) this.#fields.set(type.name, this.#interfaceFields(type, at))
    for (const type of objects) this.#fields.set(type.name, this.#objectFields(type))
    const query = this.#root('Query')
    const mutation = random.chance(0.4) ? this.#root('Mutation') : null
    const schema = new GraphQLSchema({ query, mutation, types: this.#composites })
    assertValidSchema(schema)
    return schema
  }

  #interfaces(count: number): GraphQLInterfaceType[] {
    const all: GraphQLInterfaceType[] = []
    for (let at = 0; at < count; at++) {
      const name = `I${at}`
      const parents = withParents(this.#random.some(all, 0.3))
      const type = new GraphQLInterfaceType({ name, interfaces: parents, fields: () => this.#fields.get(name) ?? {} })
      this.#members.set(type, [])
      all.push(type)
    }
    return all
  }

  #object(name: string, known: readonly GraphQLInterfaceType[]): GraphQLObjectType {
    const interfaces = withParents(this.#random.some(known, 0.5))
    const type = new GraphQLObjectType({ name, interfaces, fields: () => this.#fields.get(name) ?? {} })
    for (const each of interfaces) this.#members.get(each)?.push(type)
    return type
  }

  #union(name: string, objects: readonly GraphQLObjectType[]): GraphQLUnionType {
    const types = this.#random.sample(objects, this.#random.int(1, 3))
    const type = new GraphQLUnionType({ name, types })
    this.#members.set(type, types)
    return type
  }

  #root(name: string): GraphQLObjectType {
    const names = this.#random.sample(FIELD_NAMES, this.#random.int(3, 6))
    const fields = Object.fromEntries(names.map(field => [field, this.#field(0.85)]))
    return new GraphQLObjectType({ name, fields })
  }

  /** An interface's own fields have names that no other interface has: an object may implement several. */
  #interfaceFields(type: GraphQLInterfaceType, at: number): Fields {
    const inherited = type.getInterfaces().map(({ name }) => this.#fields.get(name) ?? {})
    const own = ['p', 'q', 'r'].slice(0, this.#random.int(1, 3)).map(name => [`${name}${at}`, this.#field(0.5)])
    return Object.assign({}, ...inherited, Object.fromEntries(own))
  }

  #objectFields(type: GraphQLObjectType): Fields {
    const inherited = Object.assign({}, ...type.getInterfaces().map(({ name }) => this.#fields.get(name)))
    const refined = Object.entries(inherited as Fields).map(([name, field]) => [
      name,
      { ...field, type: this.#refine(field.type) },
    ])
    const names = this.#random.sample(FIELD_NAMES, this.#random.int(2, 6))
    return Object.fromEntries([...refined, ...names.map(name => [name, this.#field(0.45)])])
  }

  /** The type, or one that says more: an object's field may say more than its interface's. */
  #refine(type: GraphQLOutputType): GraphQLOutputType {
    if (isNonNullType(type)) return new GraphQLNonNull(getNullableType(this.#refine(type.ofType)))
    if (this.#random.chance(0.15)) return new GraphQLNonNull(type)
    if (isListType(type)) return new GraphQLList(this.#refine(type.ofType))
    const members = isAbstractType(type) ? (this.#members.get(type) ?? []) : []
    return members.length > 0 && this.#random.chance(0.3) ? this.#random.pick(members) : type
  }

  #field(composite: number): GraphQLFieldConfig<unknown, unknown> {
    const named = this.#random.chance(composite) ? this.#random.pick(this.#composites) : this.#random.pick(this.#leaves)
    return { type: this.#wrap(named, 0.35), args: this.#random.chance(0.3) ? this.#arguments() : {} }
  }

  #wrap<T extends GraphQLOutputType>(named: T, list: number): GraphQLOutputType {
    const inner = this.#random.chance(0.25) ? new GraphQLNonNull(named as GraphQLLeafType) : named
    return this.#random.chance(list) ? this.#wrap(new GraphQLList(inner), 0.25) : inner
  }

  #inputObject(name: string): GraphQLInputObjectType {
    const fields = { ...this.#arguments(), more: this.#argument() }
    return new GraphQLInputObjectType({ name, fields })
  }

  #arguments(): GraphQLFieldConfigArgumentMap {
    const names = this.#random.sample(['first', 'where', 'id', 'last'], this.#random.int(1, 3))
    return Object.fromEntries(names.map(name => [name, this.#argument()]))
  }

  #argument(): GraphQLFieldConfigArgumentMap[string] {
    const random = this.#random
    const named = random.chance(0.3) && this.#inputs.length > 0 ? random.pick(this.#inputs) : random.pick(this.#leaves)
    let type: GraphQLInputType = random.chance(0.4) ? new GraphQLNonNull(named) : named
    if (random.chance(0.2)) type = new GraphQLList(type)
    if (isListType(type) && random.chance(0.3)) type = new GraphQLNonNull(type)
    return random.chance(0.5) ? { type, default: { value: randomInput(random, type) } } : { type }
  }
}

/** The interfaces with all that they implement themselves. */
function withParents(interfaces: readonly GraphQLInterfaceType[]): GraphQLInterfaceType[] {
  return [...new Set(interfaces.flatMap(type => [...type.getInterfaces(), type]))]
}
