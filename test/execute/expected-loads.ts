import {
  type FieldNode,
  type GraphQLObjectType,
  getArgumentValues,
  getNamedType,
  getVariableValues,
  isObjectType,
  Kind,
  type SelectionSetNode,
} from 'graphql'
import { collectFields } from 'graphql/execution/collectFields.js'
import type { Variables } from '../../src/plan/operation/conditions.ts'
import type { OperationPlans } from '../../src/plan/operation/operation-plans.ts'
import { nothingElse, readPath } from '../../src/plan/path.ts'
import type { BoundPlan } from '../../src/plan/schema-plan.ts'
import { fixedPath } from '../../src/plan/source-path.ts'
import type { Answers } from './table-sources.ts'

/** What an operation may ask through one loader. */
export interface ExpectedLoad {
  readonly coordinate: string
  readonly args: Readonly<Record<string, unknown>>
  /** The texts of all keys that its places ask, each once. */
  readonly keys: Set<string>
  /** One for each place and chunk of its distinct keys. */
  mostCalls: number
}

interface Parent {
  readonly value: unknown
  readonly source: string
}

/**
 * What an operation of a schema without abstract types needs to load: walks its places one by one over the answers, as
 * the specification collects fields, with nothing of the engine.
 */
export function expectedLoads(plans: OperationPlans, variables: Record<string, unknown>, answers: Answers) {
  const { variableValues } = getVariableValues(
    plans.schemaPlan.schema,
    plans.operation.variableDefinitions ?? [],
    variables,
  )
  if (!variableValues) return []
  const walk = new Walk(plans, variableValues, answers)
  return walk.loads()
}

class Walk {
  readonly #plans: OperationPlans
  readonly #variables: Variables
  readonly #answers: Answers
  readonly #loads = new Map<string, ExpectedLoad>()

  constructor(plans: OperationPlans, variables: Variables, answers: Answers) {
    this.#plans = plans
    this.#variables = variables
    this.#answers = answers
  }

  loads(): ExpectedLoad[] {
    const { operation, schemaPlan } = this.#plans
    const root = schemaPlan.schema.getRootType(operation.operation)
    if (root) this.#fields(root, [operation.selectionSet], [{ value: {}, source: '' }], undefined)
    return [...this.#loads.values()]
  }

  #fields(type: GraphQLObjectType, sets: readonly SelectionSetNode[], parents: readonly Parent[], root?: string): void {
    for (const [responseKey, nodes] of this.#collect(type, sets))
      this.#place(type, nodes, parents, root ?? (this.#plans.operation.operation === 'mutation' ? responseKey : ''))
  }

  #place(type: GraphQLObjectType, nodes: readonly FieldNode[], parents: readonly Parent[], root: string): void {
    const [node] = nodes as [FieldNode]
    const { types } = this.#plans.schemaPlan
    const field = types.get(type.name)?.fields.get(node.name.value)
    const definition = type.getFields()[node.name.value]
    if (!field || !definition) return
    const { bound, keyed } = field
    let found: Parent[]
    let args: Record<string, unknown>
    try {
      args = getArgumentValues(definition, node, this.#variables)
    } catch {
      return
    }
    if (keyed) {
      const [only] = keyed.template
      const path = typeof only === 'object' && only.from.root === 'args' ? only.from.path : []
      found = parents.map(({ source }) => ({ value: readPath(args, path, nothingElse), source }))
    } else if (bound) {
      const keys = parents.flatMap(({ value, source }) => {
        const key = bound.key.map(({ paths }) => readPath(value, fixedPath(paths.get(source)) ?? [], nothingElse))
        return key.some(part => part === null || part === undefined) ? [] : [key]
      })
      found = this.#load(bound, args, keys, root)
    } else
      found = parents.map(({ value, source }) => ({
        value: readPath(value, fixedPath(field.paths.get(source)) ?? [], nothingElse),
        source,
      }))

    const named = getNamedType(field.type)
    if (!isObjectType(named)) return
    const items = found.flatMap(({ value, source }) => flat(value).map(item => ({ value: item, source })))
    const objects = items.filter(({ value }) => typeof value === 'object')
    const homeKeys = items.filter(({ value }) => typeof value !== 'object').map(({ value }) => [value])
    const home = types.get(named.name)?.home
    if (home) objects.push(...this.#load(home, {}, homeKeys, root).filter(({ value }) => value !== null))
    const below = nodes.flatMap(({ selectionSet }) => (selectionSet ? [selectionSet] : []))
    if (objects.length > 0) this.#fields(named, below, objects, root)
  }

  /** Notes that a place asks for keys; the answers to them. */
  #load(bound: BoundPlan, args: Record<string, unknown>, keys: readonly unknown[][], root: string): Parent[] {
    const distinct = new Map(keys.map(key => [keyText(key), key]))
    if (distinct.size === 0) return []
    const { coordinate } = bound
    const id = `${root} ${coordinate} ${JSON.stringify(args)}`
    const load = this.#loads.get(id) ?? { coordinate, args, keys: new Set(), mostCalls: 0 }
    this.#loads.set(id, load)
    for (const text of distinct.keys()) load.keys.add(text)
    load.mostCalls += Math.ceil(distinct.size / Math.min(bound.maxBatch, distinct.size))
    return [...distinct.values()].map(([key]) => ({
      value: this.#answers[coordinate]?.(key, args),
      source: bound.source,
    }))
  }

  #collect(type: GraphQLObjectType, sets: readonly SelectionSetNode[]): Map<string, FieldNode[]> {
    const { schemaPlan, document } = this.#plans
    const fragments = document.definitions.filter(definition => definition.kind === Kind.FRAGMENT_DEFINITION)
    const named = Object.fromEntries(fragments.map(definition => [definition.name.value, { definition }]))
    const merged = { kind: Kind.SELECTION_SET, selections: sets.flatMap(({ selections }) => selections) } as const
    try {
      const { groupedFieldSet } = collectFields(schemaPlan.schema, named, this.#variables, type, merged, false)
      return new Map([...groupedFieldSet].map(([key, details]) => [key, details.map(({ node }) => node)]))
    } catch {
      // A variable of @skip or @include is null.
      return new Map()
    }
  }
}

export function keyText(key: readonly unknown[]): string {
  return JSON.stringify(key.map(String))
}

function flat(value: unknown): unknown[] {
  if (Array.isArray(value)) return value.flatMap(flat)
  return value === null || value === undefined ? [] : [value]
}
