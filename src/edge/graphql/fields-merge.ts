import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLNamedType,
  type GraphQLOutputType,
  type GraphQLSchema,
  getNamedType,
  isCompositeType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  Kind,
  print,
  type SelectionSetNode,
} from 'graphql'
import { sortValueNode } from 'graphql/utilities/sortValueNode.js'

/** Fields that are looked at; an operation has fewer, but for types that double them at each level. */
const MOST_STEPS = 100_000

interface Found {
  readonly parent: GraphQLNamedType
  readonly node: FieldNode
  readonly type: GraphQLOutputType
}

type Sets = readonly (readonly [parent: GraphQLNamedType, set: SelectionSetNode])[]

/** What was found of the fields of a document. */
export interface Merging {
  /** Whether all surely merge; false also where there were too many to tell. */
  readonly merges: boolean
  /** Two fields that do not. */
  readonly conflict: readonly [FieldNode, FieldNode] | undefined
  /** How many fields were looked at, those of fragments wherever they are spread. */
  readonly fields: number
}

/**
 * Whether all fields of the document's operations merge (specification, section 5.3.2). It takes time linear to the
 * fields, where comparing them in pairs gives up for an operation of some hundred fragments. The document is valid
 * otherwise.
 */
export function fieldsMerge(schema: GraphQLSchema, { definitions }: DocumentNode): Merging {
  const fragments = new Map(
    definitions.filter(node => node.kind === Kind.FRAGMENT_DEFINITION).map(node => [node.name.value, node]),
  )
  const merge = new Merge(schema, fragments)
  const merges = definitions.every(node => {
    const root = node.kind === Kind.OPERATION_DEFINITION ? schema.getRootType(node.operation) : undefined
    return !root || node.kind !== Kind.OPERATION_DEFINITION || merge.check([[root, node.selectionSet]])
  })
  return { merges, conflict: merge.conflict, fields: merge.steps }
}

class Merge {
  readonly #schema: GraphQLSchema
  readonly #fragments: ReadonlyMap<string, FragmentDefinitionNode>
  readonly #args = new Map<FieldNode, string>()
  steps = 0
  conflict: readonly [FieldNode, FieldNode] | undefined

  constructor(schema: GraphQLSchema, fragments: ReadonlyMap<string, FragmentDefinitionNode>) {
    this.#schema = schema
    this.#fragments = fragments
  }

  check(sets: Sets): boolean {
    return this.#haveSameShapes(sets) && this.#areSame(sets)
  }

  /** Whether the fields of one response name have one shape, whatever types their parents have. */
  #haveSameShapes(sets: Sets): boolean {
    for (const found of this.#collect(sets).values()) {
      const [first] = found
      if (!first || !this.#areAll(found, first, ({ type }) => isSameShape(first.type, type))) return false
      if (!this.#haveSameShapes(setsOf(found))) return false
    }
    return this.steps <= MOST_STEPS
  }

  /** Whether the fields of one response name are one field with the same arguments, on all that one object may be. */
  #areSame(sets: Sets): boolean {
    for (const found of this.#collect(sets).values())
      for (const group of byObjectType(found)) {
        const [first] = group
        if (!first || !this.#areAll(group, first, ({ node }) => this.#isSameField(first.node, node))) return false
        if (!this.#areSame(setsOf(group))) return false
      }
    return this.steps <= MOST_STEPS
  }

  /** Whether all are as they have to be beside the first; keeps the first two of which that is not so. */
  #areAll(found: readonly Found[], first: Found, isRight: (each: Found) => boolean): boolean {
    const wrong = found.find(each => !isRight(each))
    if (wrong) this.conflict ??= [first.node, wrong.node]
    return wrong === undefined
  }

  #isSameField(one: FieldNode, other: FieldNode): boolean {
    return one === other || (one.name.value === other.name.value && this.#argsOf(one) === this.#argsOf(other))
  }

  #argsOf(node: FieldNode): string {
    if (!node.arguments || node.arguments.length === 0) return ''
    const known = this.#args.get(node)
    if (known !== undefined) return known
    const text = node.arguments
      .map(({ name, value }) => `${name.value}:${print(sortValueNode(value))}`)
      .sort()
      .join()
    this.#args.set(node, text)
    return text
  }

  /** The fields by their response names; none where there are too many. */
  #collect(sets: Sets): ReadonlyMap<string, readonly Found[]> {
    const fields = new Map<string, Found[]>()
    const visited = new Set<FragmentDefinitionNode>()
    const visit = (parent: GraphQLNamedType, { selections }: SelectionSetNode): void => {
      for (const selection of selections) {
        if (++this.steps > MOST_STEPS) return
        if (selection.kind === Kind.FIELD) {
          const type = isCompositeType(parent) && this.#schema.getField(parent, selection.name.value)?.type
          if (!type) continue
          const name = selection.alias?.value ?? selection.name.value
          const found = fields.get(name)
          if (found) found.push({ parent, node: selection, type })
          else fields.set(name, [{ parent, node: selection, type }])
          continue
        }
        const isSpread = selection.kind === Kind.FRAGMENT_SPREAD
        const part = isSpread ? this.#fragments.get(selection.name.value) : selection
        if (!part || (part.kind === Kind.FRAGMENT_DEFINITION && visited.has(part))) continue
        if (part.kind === Kind.FRAGMENT_DEFINITION) visited.add(part)
        const condition = part.typeCondition && this.#schema.getType(part.typeCondition.name.value)
        visit(condition ?? parent, part.selectionSet)
      }
    }
    for (const [parent, set] of sets) visit(parent, set)
    return fields
  }
}

function setsOf(found: readonly Found[]): Sets {
  return found.flatMap(({ type, node }) =>
    node.selectionSet ? [[getNamedType(type), node.selectionSet] as const] : [],
  )
}

/** For each object type of the parents, the fields that an object of it may have; all where there is one such type at most. */
function byObjectType(found: readonly Found[]): readonly (readonly Found[])[] {
  const types = new Set(found.map(({ parent }) => parent).filter(isObjectType))
  if (types.size < 2) return [found]
  return [...types].map(type => found.filter(({ parent }) => parent === type || !isObjectType(parent)))
}

/** Specification, section 5.3.2, SameResponseShape. */
function isSameShape(one: GraphQLOutputType, other: GraphQLOutputType): boolean {
  if (one === other) return true
  if (isNonNullType(one)) return isNonNullType(other) && isSameShape(one.ofType, other.ofType)
  if (isListType(one)) return isListType(other) && isSameShape(one.ofType, other.ofType)
  return !isNonNullType(other) && !isListType(other) && !isLeafType(one) && !isLeafType(other)
}
