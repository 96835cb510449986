import {
  type DocumentNode,
  type FieldNode,
  type GraphQLObjectType,
  type GraphQLOutputType,
  getArgumentValues,
  getNamedType,
  isAbstractType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  visit,
} from 'graphql'
import type { SchemaPlan } from '../schema-plan.ts'
import { collectFields, type Fragments } from './collect-fields.ts'
import type { OperationPlan, Place, Selections } from './operation-plan.ts'

/** Plans one operation of a valid document. */
export function planOperation(
  schemaPlan: SchemaPlan,
  document: DocumentNode,
  operation: OperationDefinitionNode,
): OperationPlan {
  const planner = new OperationPlanner(schemaPlan, fragmentsOf(document))
  return { operation, root: planner.planRoot(operation), loads: planner.loads }
}

function fragmentsOf(document: DocumentNode): Fragments {
  const fragments = document.definitions.filter(definition => definition.kind === Kind.FRAGMENT_DEFINITION)
  return new Map(fragments.map(fragment => [fragment.name.value, fragment]))
}

class OperationPlanner {
  readonly loads = new Map<string, Place[]>()
  readonly #plan: SchemaPlan
  readonly #fragments: Fragments
  #count = 0

  constructor(plan: SchemaPlan, fragments: Fragments) {
    this.#plan = plan
    this.#fragments = fragments
  }

  planRoot(operation: OperationDefinitionNode): Selections {
    const type = this.#plan.schema.getRootType(operation.operation)
    const sets = [operation.selectionSet]
    return new Map(type ? [[type.name, this.#planType(type, sets, undefined)]] : [])
  }

  #planSelections(type: GraphQLOutputType, nodes: readonly FieldNode[], rootId: number): Selections {
    const sets = nodes.flatMap(({ selectionSet }) => (selectionSet ? [selectionSet] : []))
    if (sets.length === 0) return new Map()
    return new Map(this.#possibleTypes(type).map(each => [each.name, this.#planType(each, sets, rootId)]))
  }

  #planType(
    type: GraphQLObjectType,
    sets: readonly NonNullable<FieldNode['selectionSet']>[],
    rootId: number | undefined,
  ): ReadonlyMap<string, Place> {
    const places = new Map<string, Place>()
    for (const [responseKey, nodes] of collectFields(this.#plan.schema, this.#fragments, type, sets)) {
      const place = this.#planField(type, responseKey, nodes, rootId)
      if (place) places.set(responseKey, place)
    }
    return places
  }

  /** No place for introspection's own fields: they read the schema, no source. */
  #planField(
    type: GraphQLObjectType,
    responseKey: string,
    nodes: readonly FieldNode[],
    rootId: number | undefined,
  ): Place | undefined {
    const [node] = nodes as [FieldNode]
    const field = this.#plan.types.get(type.name)?.fields.get(node.name.value)
    const definition = type.getFields()[node.name.value]
    if (!field || !definition) return undefined
    const id = this.#count++
    const place = {
      id,
      responseKey,
      field,
      definition,
      nodes,
      constantArgs: usesVariables(node) ? undefined : getArgumentValues(definition, node),
      rootId: rootId ?? id,
      children: this.#planSelections(field.type, nodes, rootId ?? id),
    }
    this.#noteLoad(place)
    return place
  }

  #noteLoad(place: Place): void {
    const bound = place.field.bound ?? this.#plan.types.get(getNamedType(place.field.type).name)?.home
    if (!bound) return
    const places = this.loads.get(bound.coordinate)
    if (places) places.push(place)
    else this.loads.set(bound.coordinate, [place])
  }

  #possibleTypes(type: GraphQLOutputType): readonly GraphQLObjectType[] {
    const named = getNamedType(type)
    if (isObjectType(named)) return [named]
    return isAbstractType(named) ? this.#plan.schema.getPossibleTypes(named) : []
  }
}

function usesVariables(node: FieldNode): boolean {
  let found = false
  for (const argument of node.arguments ?? [])
    visit(argument, {
      Variable() {
        found = true
      },
    })
  return found
}
