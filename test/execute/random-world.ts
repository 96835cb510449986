import {
  type GraphQLLeafType,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLSchema,
  GraphQLString,
  getNullableType,
  isAbstractType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
} from 'graphql'
import type { Random } from './random.ts'
import { randomError, randomLeaf, randomScalar } from './random-value.ts'
import type { Held, HeldList, Placed, Plain, Stored, World, WorldObject } from './world.ts'

/** Data for a schema: objects that share each other, and among them what a hostile upstream may answer. */
export function randomWorld(random: Random, schema: GraphQLSchema): World {
  return new WorldMaker(random, schema).make()
}

/** Longer than the text that is encoded at once. */
const LONG_TEXT = 'é"😀'.repeat(1_200)
const NULL: Plain = { kind: 'plain', value: null }

class WorldMaker {
  readonly #random: Random
  readonly #schema: GraphQLSchema
  readonly #objects: readonly GraphQLObjectType[]
  readonly #known = new Map<GraphQLObjectType, WorldObject[]>()
  readonly #strangers: WorldObject[] = []
  readonly #table = new Map<string, Stored>()
  /** How much of the data is of no use. */
  readonly #hostility: number
  readonly #longTexts: number
  /** Whether the object that is filled is a stranger: what it holds may be taken for another type's too. */
  #amongStrangers = false

  constructor(random: Random, schema: GraphQLSchema) {
    this.#random = random
    this.#schema = schema
    this.#hostility = random.pick([0, 0.3, 1])
    this.#longTexts = random.chance(0.05) ? 0.5 : 0
    const roots = [schema.getQueryType(), schema.getMutationType()]
    this.#objects = Object.values(schema.getTypeMap())
      .filter(isObjectType)
      .filter(type => !type.name.startsWith('__') && !roots.includes(type))
  }

  make(): World {
    const random = this.#random
    const made: [GraphQLObjectType, WorldObject][] = []
    for (const type of this.#objects) {
      const known = Array.from({ length: random.int(1, 3) }, () => this.#object(this.#typeNameOf(type), false))
      this.#known.set(type, known)
      for (const object of known) made.push([type, object])
    }
    for (let at = random.int(1, 3); at > 0; at--) {
      const stranger = this.#object(random.pick(this.#objects).name, true)
      this.#strangers.push(stranger)
      made.push([random.pick(this.#objects), stranger])
    }
    const roots = new Map<string, WorldObject>()
    for (const type of [this.#schema.getQueryType(), this.#schema.getMutationType()]) {
      if (!type) continue
      const root = this.#object(undefined, false)
      roots.set(type.name, root)
      made.push([type, root])
    }
    for (const [type, object] of made) this.#fill(object, type)
    return { roots, table: this.#table }
  }

  #object(typeName: unknown, stranger: boolean): WorldObject {
    const object: WorldObject = { kind: 'object', key: this.#newKey(), stranger, typeName, fields: new Map() }
    this.#table.set(String(object.key), object)
    return object
  }

  #fill({ fields, stranger }: WorldObject, type: GraphQLObjectType): void {
    this.#amongStrangers = stranger
    for (const field of Object.values(type.getFields())) {
      const held = this.#property(field.type)
      if (held) fields.set(field.name, held)
    }
  }

  /** Keys that no other value of the data has. */
  #newKey(): unknown {
    const number = 1000 + this.#table.size
    return this.#random.pick([`#${number}`, number, BigInt(number)])
  }

  #typeNameOf(type: GraphQLObjectType): unknown {
    if (!this.#hostile(0.08)) return type.name
    return this.#random.pick<unknown>([
      undefined,
      null,
      5,
      'Nobody',
      'String',
      'I0',
      'constructor',
      { name: type.name },
    ])
  }

  #hostile(probability: number): boolean {
    return this.#random.chance(probability * this.#hostility)
  }

  #property(type: GraphQLOutputType): Held | undefined {
    if (this.#hostile(isNonNullType(type) ? 0.03 : 0.1)) return undefined
    if (this.#hostile(0.04)) return { kind: 'throwing' }
    return this.#value(type, true)
  }

  /** `nullable`: whether a key that the home answers null to may stand here. */
  #value(type: GraphQLOutputType, nullable: boolean): Held {
    const random = this.#random
    if (isNonNullType(type) ? this.#hostile(0.04) : random.chance(0.1)) return NULL
    if (this.#hostile(0.04)) return { kind: 'plain', value: randomError(random) }
    if (this.#hostile(0.06)) return this.#junk()
    const inner = getNullableType(type)
    if (isLeafType(inner)) return { kind: 'plain', value: this.#leaf(inner) }
    if (isListType(inner)) return this.#list(inner.ofType)
    const typeName = isObjectType(inner) ? inner.name : undefined
    if (typeName !== undefined && this.#hostile(0.08)) return this.#stored(typeName, nullable)
    const isStranger = this.#amongStrangers || this.#hostile(0.1)
    const held = isStranger ? random.pick(this.#strangers) : this.#objectOf(inner)
    const keyOf = random.chance(0.8) ? typeName : undefined
    return held ? { kind: 'placed', key: held.key, type: keyOf, held } : NULL
  }

  #leaf(type: GraphQLLeafType): unknown {
    const random = this.#random
    if (type === GraphQLString && random.chance(this.#longTexts)) return LONG_TEXT
    return this.#hostile(0.15) ? randomScalar(random, type) : randomLeaf(random, type)
  }

  #list(item: GraphQLOutputType): HeldList {
    const length = this.#random.pick([0, 1, 1, 1, 2, 2, 3])
    return { kind: 'list', items: Array.from({ length }, () => this.#value(item, !isNonNullType(item))) }
  }

  #objectOf(type: GraphQLOutputType): WorldObject | undefined {
    const types = isAbstractType(type) ? this.#schema.getPossibleTypes(type) : [type as GraphQLObjectType]
    return types.length === 0 ? undefined : this.#random.pick(this.#known.get(this.#random.pick(types)) ?? [])
  }

  /** Something else than an object, which the home of the type may answer to a key. */
  #stored(type: string, nullable: boolean): Placed {
    const held = nullable && this.#random.chance(0.4) ? NULL : this.#junk(true)
    const key = this.#newKey()
    this.#table.set(String(key), held)
    return { kind: 'placed', key, type, held }
  }

  #junk(failing = false): Plain | HeldList {
    const random = this.#random
    if (failing && random.chance(0.5)) return { kind: 'plain', value: randomError(random) }
    if (random.chance(0.6)) return { kind: 'plain', value: randomScalar(random) }
    return {
      kind: 'list',
      items: random.sample<Held>([NULL, { kind: 'plain', value: 'x' }, { kind: 'list', items: [] }], random.int(0, 3)),
    }
  }
}
