import {
  type DocumentNode,
  type FieldNode,
  GraphQLError,
  type GraphQLObjectType,
  Kind,
  type OperationDefinitionNode,
  SchemaMetaFieldDef,
  type SelectionNode,
  type SelectionSetNode,
  TypeMetaFieldDef,
} from 'graphql'
import type { BoundPlan, FieldPlan, SchemaPlan } from '../schema-plan.ts'
import { type CollectContext, collectFields } from './collect-fields.ts'
import { constantArgs } from './constant-args.ts'
import type { FieldPlace, OperationPlan, Place, Selection } from './operation-plan.ts'
import { innermost, type Shape, shapeOf, withoutHome } from './shape.ts'
import { planArguments } from './value-plan.ts'

/** Plans one operation of a valid document, with the selections that `isIncluded` lets in. */
export function planOperation(
  schemaPlan: SchemaPlan,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  isIncluded: (node: SelectionNode) => boolean,
): OperationPlan {
  const fragments = document.definitions.filter(definition => definition.kind === Kind.FRAGMENT_DEFINITION)
  const context = {
    schema: schemaPlan.schema,
    fragments: new Map(fragments.map(fragment => [fragment.name.value, fragment])),
    isIncluded,
  }
  const type = schemaPlan.schema.getRootType(operation.operation)
  if (!type) throw new Error(`the schema has no ${operation.operation} type`)
  const rootId = operation.operation === 'mutation' ? undefined : NO_ROOT
  return { operation, root: new Planner(schemaPlan, context).plan(type, [operation.selectionSet], rootId) }
}

/** What a field's place depends on beside the field. */
interface Surroundings {
  readonly rootId: number | undefined
  readonly provides: Selection['provides']
  readonly nextDeepIndex: number
}

/** Only the places of a mutation need to know which root field they are below. */
const NO_ROOT = -1

class Planner {
  readonly #schemaPlan: SchemaPlan
  readonly #context: CollectContext
  readonly #setIds = new Map<SelectionSetNode, number>()
  readonly #planned = new Map<string, Selection>()
  #count = 0

  constructor(schemaPlan: SchemaPlan, context: CollectContext) {
    this.#schemaPlan = schemaPlan
    this.#context = context
  }

  /** The same selection sets on the same type are planned once, however many places lead there. */
  plan(
    type: GraphQLObjectType,
    sets: readonly SelectionSetNode[],
    rootId: number | undefined,
    holder?: FieldPlan,
  ): Selection {
    const provides = holder?.provides
    const id = `${type.name} ${rootId} ${sets.map(set => this.#idOf(set)).join()} ${provides ? holder.coordinate : ''}`
    const known = this.#planned.get(id)
    if (known) return known
    const selection = this.#plan(type, sets, rootId, provides)
    this.#planned.set(id, selection)
    return selection
  }

  #idOf(set: SelectionSetNode): number {
    const id = this.#setIds.get(set) ?? this.#setIds.size
    this.#setIds.set(set, id)
    return id
  }

  #plan(
    type: GraphQLObjectType,
    sets: readonly SelectionSetNode[],
    rootId: number | undefined,
    provides: Selection['provides'],
  ): Selection {
    const places: Place[] = []
    const deepPlaces: FieldPlace[] = []
    const fields = this.#collect(type, sets)
    if (fields instanceof Error) return { type, provides, places, deepPlaces, error: fields }
    for (const [responseKey, nodes] of fields) {
      const place = this.#planField(type, responseKey, nodes, { rootId, provides, nextDeepIndex: deepPlaces.length })
      places.push(place)
      if (place.kind !== 'typename' && place.deepIndex >= 0) deepPlaces.push(place)
    }
    return { type, provides, places, deepPlaces, error: undefined }
  }

  #collect(type: GraphQLObjectType, sets: readonly SelectionSetNode[]) {
    try {
      return collectFields(this.#context, type, sets)
    } catch (error) {
      if (error instanceof GraphQLError) return error
      throw error
    }
  }

  #planField(
    parentType: GraphQLObjectType,
    responseKey: string,
    nodes: readonly FieldNode[],
    { rootId, provides, nextDeepIndex }: Surroundings,
  ): Place {
    const [node] = nodes as [FieldNode]
    const name = node.name.value
    if (name === '__typename') return { kind: 'typename', responseKey }
    const definition = metaField(name) ?? parentType.getFields()[name]
    if (!definition) throw new Error(`the type ${parentType.name} has no field ${name}`)
    const parent = this.#schemaPlan.types.get(parentType.name)
    const field = parent?.fields.get(name)
    const id = this.#count++
    const known = shapeOf(definition.type, this.#schemaPlan)
    const shape = holdsKeys(field?.provides, known, this.#schemaPlan) ? known : withoutHome(known)
    const home = field && !field.bound && !field.resolver && provides && !provides.has(name) ? parent?.home : undefined
    const denial = this.#schemaPlan.denied?.get(`${parentType.name}.${name}`)
    const kind = denial ? 'denied' : kindOf(field, home)
    const selection = this.#selectionsBelow(nodes, rootId ?? id, field)
    const homeSelection = field?.provides ? this.#selectionsBelow(nodes, rootId ?? id, undefined) : selection
    const argsPlan = planArguments(definition, node)
    const args = constantArgs(argsPlan, field)
    // Arguments that depend on variables can fail, whatever the field does with them.
    const isDeep = kind !== 'plain' || !args || asksBelow(shape, selection)
    return {
      kind,
      denial,
      home,
      id,
      rootId: rootId ?? id,
      responseKey,
      parentType,
      definition,
      field,
      nodes,
      argsPlan,
      constantArgs: args,
      shape,
      promise: field?.bound && shape.kind === 'list' ? this.#promiseOf(field.coordinate) : undefined,
      deepIndex: isDeep ? nextDeepIndex : -1,
      selection,
      homeSelection,
    }
  }

  #promiseOf(coordinate: string): FieldPlace['promise'] {
    const list = this.#schemaPlan.costs.lists.get(coordinate)
    return list?.isPromised && list.sizedFields.length === 0 ? list : undefined
  }

  #selectionsBelow(nodes: readonly FieldNode[], rootId: number, field: FieldPlan | undefined): FieldPlace['selection'] {
    const sets = nodes.flatMap(({ selectionSet }) => (selectionSet ? [selectionSet] : []))
    const planned = new Map<GraphQLObjectType, Selection>()
    return type => {
      const known = planned.get(type)
      if (known) return known
      const selection = this.plan(type, sets, rootId, field)
      planned.set(type, selection)
      return selection
    }
  }
}

function kindOf(field: FieldPlan | undefined, home: BoundPlan | undefined): FieldPlace['kind'] {
  if (!field) return 'custom'
  if (field.findsBy) return 'node'
  if (field.resolver) return 'resolver'
  if (field.keyed) return 'keyed'
  return field.bound ? 'bound' : home ? 'home' : 'plain'
}

/** Whether an answer may hold keys as they are, as scalars: one that carries whole objects, or nothing but keys. */
function holdsKeys(provides: Selection['provides'], shape: Shape, { types }: SchemaPlan): boolean {
  if (!provides) return true
  const [key, more] = types.get(innermost(shape).type.name)?.home?.key ?? []
  return key !== undefined && more === undefined && [...provides].every(name => name === key.field)
}

/** The possible types of an abstract type are planned when a value shows them: what they ask is not known before. */
function asksBelow(shape: Shape, selection: FieldPlace['selection']): boolean {
  const inner = innermost(shape)
  if (inner.kind === 'leaf') return false
  return (
    inner.abstract !== undefined || inner.hasHome || selection(inner.type as GraphQLObjectType).deepPlaces.length > 0
  )
}

function metaField(name: string): FieldPlace['definition'] | undefined {
  if (name === SchemaMetaFieldDef.name) return SchemaMetaFieldDef
  return name === TypeMetaFieldDef.name ? TypeMetaFieldDef : undefined
}
