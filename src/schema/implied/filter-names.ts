import {
  type DocumentNode,
  type InputObjectTypeDefinitionNode,
  isTypeDefinitionNode,
  Kind,
  type TypeDefinitionNode,
} from 'graphql'
import { isFilterOperator } from '../filter-operators.ts'
import type { BaseType, LeafField } from './base-type.ts'
import { isFilterField } from './filter-field.ts'
import { scalarOfRange } from './implied-range.ts'
import { leafFilter, leafListFilter, rangeFilter } from './leaf-filter.ts'
import { listFilter } from './list-filter.ts'
import { listOrder } from './list-order.ts'
import { isOrderField } from './order-field.ts'

const FILTER = 'Filter'
const ORDER = 'Order'

/**
 * The names of the input types that implied filters and orders are made of: those of the file where they fit, and never those of
 * another type.
 */
export class FilterNames {
  readonly #definitions: ReadonlyMap<string, TypeDefinitionNode>
  readonly #leafTypes: ReadonlySet<string>
  /** The names that were given for lists, by type and suffix, and all of them. */
  readonly #lists = new Map<string, string>()
  readonly #given = new Set<string>()
  readonly #types: ReadonlyMap<string, BaseType>

  /** `types` are those of objects, `leafTypes` the scalars and enums. */
  constructor({ definitions }: DocumentNode, types: ReadonlyMap<string, BaseType>, leafTypes: ReadonlySet<string>) {
    // What the file extends is made, too.
    this.#definitions = new Map(definitions.filter(isTypeDefinitionNode).map(node => [node.name.value, node]))
    this.#types = types
    this.#leafTypes = leafTypes
  }

  /** `StringFilter`; `StringFieldFilter` where the file has something else under that name, and so on. */
  ofLeaf(type: string): string {
    for (let base = type; ; base += 'Field') {
      const isOther = base !== type && (this.#types.has(base) || this.#leafTypes.has(base))
      if (!isOther && this.#fits(`${base}Filter`)) return `${base}Filter`
    }
  }

  /** The filter of a type of objects; undefined where the file has its own, or there is nothing to make it of. */
  ofObject(type: string): string | undefined {
    const name = `${type}Filter`
    const { leaves = [], ranges = [] } = this.#types.get(type) ?? {}
    const isMade = !this.#definitions.has(name) && [...leaves, ...ranges].some(isFilterField)
    return isMade ? name : undefined
  }

  /** The leaf fields of a type of objects. */
  leavesOf(type: string): readonly LeafField[] {
    return this.#types.get(type)?.leaves ?? []
  }

  /** The order of a type of objects; undefined where the file has its own, or there is nothing to make it of. */
  orderOf(type: string): string | undefined {
    const name = `${type}Order`
    const isMade = !this.#definitions.has(name) && this.#types.get(type)?.leaves.some(isOrderField)
    return isMade ? name : undefined
  }

  /** `PostListFilter`; `PostListListFilter` where something else has that name, and so on. */
  ofList(type: string): string {
    return this.#ofList(type, FILTER)
  }

  /** `PostListOrder`, likewise. */
  ofListOrder(type: string): string {
    return this.#ofList(type, ORDER)
  }

  #ofList(type: string, suffix: string): string {
    const known = this.#lists.get(`${type} ${suffix}`)
    if (known !== undefined) return known
    let base = `${type}List`
    while (this.#isTaken(base, suffix)) base += 'List'
    const name = base + suffix
    this.#lists.set(`${type} ${suffix}`, name)
    this.#given.add(name)
    return name
  }

  #isTaken(base: string, suffix: string): boolean {
    const name = base + suffix
    if (this.#types.has(base) || this.#leafTypes.has(base) || this.#definitions.has(name)) return true
    return this.#given.has(name)
  }

  /** The definition of a name that these methods give. */
  define(name: string): string | undefined {
    const type = stemsOf(name, FILTER, 'Field').find(stem => this.#isCompared(stem) && this.ofLeaf(stem) === name)
    const of = type && scalarOfRange(type)
    if (of !== undefined) return rangeFilter(name, of)
    if (type !== undefined) return leafFilter(name, type)
    const items = without(name, 'ListFilter')
    if (items !== undefined && this.#leafTypes.has(items)) return leafListFilter(name, items)
    const ordered = stemsOf(name, ORDER, 'List').find(stem => this.#types.has(stem) && this.ofListOrder(stem) === name)
    if (ordered !== undefined) return listOrder(name, ordered)
    const related = stemsOf(name, FILTER, 'List').find(stem => this.#types.has(stem) && this.ofList(stem) === name)
    const filter = related && this.ofObject(related)
    return related && filter && listFilter(name, related, { filter, count: this.ofLeaf('Int') })
  }

  /** Whether values of the type have a filter by themselves: a scalar, an enum or an implied range. */
  #isCompared(type: string): boolean {
    return this.#leafTypes.has(type) || (scalarOfRange(type) !== undefined && !this.#definitions.has(type))
  }

  /** Whether the name is free, or that of an input type with nothing but operators. */
  #fits(name: string): boolean {
    const definition = this.#definitions.get(name)
    if (!definition) return true
    return definition.kind === Kind.INPUT_OBJECT_TYPE_DEFINITION && upstreamNames(definition).every(isFilterOperator)
  }
}

/** What may stand before the suffix in a name, and before so many of the words as are there. */
function stemsOf(name: string, suffix: string, word: string): readonly string[] {
  const stems: string[] = []
  for (let stem = without(name, suffix); stem !== undefined; stem = without(stem, word)) stems.push(stem)
  return stems
}

function without(name: string, suffix: string): string | undefined {
  return name.endsWith(suffix) ? name.slice(0, -suffix.length) : undefined
}

/** The names of an input type's fields, or what an `@map` says instead. */
function upstreamNames({ fields = [] }: InputObjectTypeDefinitionNode): readonly string[] {
  return fields.map(({ name, directives = [] }) => {
    const map = directives.find(directive => directive.name.value === 'map')
    const from = map?.arguments?.find(argument => argument.name.value === 'from')?.value
    return from?.kind === Kind.STRING ? from.value : name.value
  })
}
