import {
  doTypesOverlap,
  type GraphQLCompositeType,
  type GraphQLSchema,
  getNamedType,
  isCompositeType,
  isLeafType,
  isUnionType,
} from 'graphql'
import type { Random } from './random.ts'
import { RandomVariables } from './random-variables.ts'
import { type ScopedField, SelectionScope } from './selection-scope.ts'

export interface RandomOperation {
  readonly text: string
  readonly variables: RandomVariables
}

/** An operation over the schema that is nearly always valid. */
export function randomOperation(random: Random, schema: GraphQLSchema): RandomOperation {
  return new OperationMaker(random, schema).make()
}

const ALIASES = ['x', 'y', 'a', 'b', 'id', '__proto__', 'constructor', 'toString', '_', 'hasOwnProperty']

const INTROSPECTION = [
  '__schema { queryType { name } }',
  '__type(name: "O0") { kind name fields { name args { name defaultValue } type { kind name ofType { name } } } }',
  '__type(name: "I0") { possibleTypes { __typename name } enumValues { name } description }',
  '__schema { types { ...on __Type { name } } directives { name locations isRepeatable } }',
]

interface Fragment {
  readonly name: string
  readonly on: GraphQLCompositeType
  readonly scope: SelectionScope
  readonly text: string
}

class OperationMaker {
  readonly #random: Random
  readonly #schema: GraphQLSchema
  readonly #composites: readonly GraphQLCompositeType[]
  readonly #variables: RandomVariables
  readonly #fragments: Fragment[] = []
  #fragmentCount = 0
  #aliasCount = 0
  /** How many selections may still be written. */
  #budget: number

  constructor(random: Random, schema: GraphQLSchema) {
    this.#random = random
    this.#schema = schema
    this.#variables = new RandomVariables(random)
    this.#budget = random.pick([8, 25, 50, 100])
    this.#composites = Object.values(schema.getTypeMap())
      .filter(isCompositeType)
      .filter(type => !type.name.startsWith('__'))
  }

  make(): RandomOperation {
    const mutation = this.#schema.getMutationType()
    const isMutation = mutation && this.#random.chance(0.3)
    const root = isMutation ? mutation : this.#schema.getQueryType()
    if (!root) throw new Error('the schema has no query type')
    const body = this.#selectionSet(root, [new SelectionScope()], this.#random.pick([2, 4, 6, 10]))
    const texts = [`${isMutation ? 'mutation' : 'query'} Op${this.#variables.declarations} ${body}`]
    for (const { name, on, text } of this.#fragments) texts.push(`fragment ${name} on ${on} ${text}`)
    return { text: texts.join('\n'), variables: this.#variables }
  }

  #selectionSet(type: GraphQLCompositeType, scopes: readonly SelectionScope[], depth: number): string {
    const texts: string[] = []
    for (let left = this.#random.int(1, depth > 0 ? 5 : 2); left > 0; left--)
      texts.push(this.#selection(type, scopes, depth))
    return `{ ${texts.join(' ')} }`
  }

  #selection(type: GraphQLCompositeType, scopes: readonly SelectionScope[], depth: number): string {
    const random = this.#random
    this.#budget -= 1
    const isRoot = type === this.#schema.getQueryType()
    if (isRoot && random.chance(0.03)) return `${this.#freshAlias()}: ${random.pick(INTROSPECTION)}`
    const again = random.chance(0.2) ? this.#again(type, scopes, depth) : undefined
    if (again) return again
    const isLast = depth <= 0 || this.#budget <= 0
    if (!isUnionType(type) && random.chance(isLast ? 0.9 : 0.75)) return this.#field(type, scopes, depth)
    if (isLast || random.chance(0.15)) return this.#typeName(type, scopes)
    return random.chance(0.6) ? this.#inlineFragment(type, scopes, depth) : this.#spread(type, scopes, depth)
  }

  #typeName(parent: GraphQLCompositeType, scopes: readonly SelectionScope[]): string {
    const field = { parent, name: '__typename', args: '', type: 'String!' }
    const key = this.#responseKey(field, scopes)
    return `${labelled(key, '__typename')}${this.#variables.condition()}`
  }

  #field(
    parent: Exclude<GraphQLCompositeType, { getTypes: unknown }>,
    scopes: readonly SelectionScope[],
    depth: number,
  ): string {
    const all = Object.values(parent.getFields())
    const leaves = all.filter(({ type }) => isLeafType(getNamedType(type)))
    const candidates = depth > 0 && this.#budget > 0 ? all : leaves
    if (candidates.length === 0) return this.#typeName(parent, scopes)
    const { name, args, type } = this.#random.pick(candidates)
    const field = { parent, name, args: this.#variables.arguments(args), type: String(type) }
    return this.#write(this.#responseKey(field, scopes), field, scopes, depth)
  }

  /** A field that is selected already, with other selections below it. */
  #again(type: GraphQLCompositeType, scopes: readonly SelectionScope[], depth: number): string | undefined {
    if (isUnionType(type) || depth <= 0 || this.#budget <= 0) return undefined
    const known = (scopes[0]?.fields ?? []).filter(([key, { name, args, type: typeText }]) => {
      const same =
        name !== '__typename' &&
        Object.hasOwn(type.getFields(), name) &&
        String(type.getFields()[name]?.type) === typeText
      return same && scopes.every(scope => scope.fits(key, { parent: type, name, args, type: typeText }))
    })
    if (known.length === 0) return undefined
    const [key, field] = this.#random.pick(known)
    const again = { ...field, parent: type }
    for (const scope of scopes) scope.add(key, again)
    return this.#write(key, again, scopes, depth)
  }

  #write(key: string, { parent, name, args }: ScopedField, scopes: readonly SelectionScope[], depth: number): string {
    const named = isUnionType(parent) ? undefined : getNamedType(parent.getFields()[name]?.type)
    const below = scopes.map(scope => scope.below(key))
    const text = `${labelled(key, name)}${args}${this.#variables.condition()}`
    return isCompositeType(named) ? `${text} ${this.#selectionSet(named, below, depth - 1)}` : text
  }

  #inlineFragment(type: GraphQLCompositeType, scopes: readonly SelectionScope[], depth: number): string {
    const on = this.#random.chance(0.2) ? undefined : this.#overlapping(type)
    const condition = on ? ` on ${on}` : ''
    return `...${condition}${this.#variables.condition()} ${this.#selectionSet(on ?? type, scopes, depth - 1)}`
  }

  #spread(type: GraphQLCompositeType, scopes: readonly SelectionScope[], depth: number): string {
    const known = this.#fragments.filter(
      ({ on, scope }) => doTypesOverlap(this.#schema, type, on) && scopes.every(each => each.takes(scope)),
    )
    const fragment = known.length > 0 && this.#random.chance(0.5) ? this.#random.pick(known) : undefined
    if (fragment) for (const scope of scopes) scope.addAll(fragment.scope)
    return `...${(fragment ?? this.#newFragment(type, scopes, depth)).name}${this.#variables.condition()}`
  }

  #newFragment(type: GraphQLCompositeType, scopes: readonly SelectionScope[], depth: number): Fragment {
    const on = this.#overlapping(type)
    const name = `F${this.#fragmentCount++}`
    const scope = new SelectionScope()
    const fragment = { name, on, scope, text: this.#selectionSet(on, [...scopes, scope], depth - 1) }
    this.#fragments.push(fragment)
    return fragment
  }

  #overlapping(type: GraphQLCompositeType): GraphQLCompositeType {
    return this.#random.pick(this.#composites.filter(each => doTypesOverlap(this.#schema, type, each)))
  }

  /** A response key under which the field may stand, which is taken. */
  #responseKey(field: ScopedField, scopes: readonly SelectionScope[]): string {
    const wished = this.#random.chance(0.25) ? this.#random.pick(ALIASES) : field.name
    const key = scopes.every(scope => scope.fits(wished, field)) ? wished : this.#freshAlias()
    for (const scope of scopes) scope.add(key, field)
    return key
  }

  #freshAlias(): string {
    return `k${this.#aliasCount++}`
  }
}

function labelled(key: string, name: string): string {
  return key === name ? name : `${key}: ${name}`
}
