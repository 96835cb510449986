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
import { canonicalValue } from '../../src/plan/canonical.ts'
import type { OperationPlans } from '../../src/plan/operation/operation-plans.ts'
import type { Path } from '../../src/plan/path.ts'
import { fixedPath } from '../../src/plan/source-path.ts'

/**
 * The columns that an operation needs of each statement of a schema without abstract types, by coordinate and arguments:
 * those of its fields wherever the document selects them, whatever `@skip` and `@include` say.
 */
export function expectedColumns(plans: OperationPlans, sent: Record<string, unknown>): Map<string, Set<string>> {
  const { schemaPlan, operation, document } = plans
  const { schema, types } = schemaPlan
  const variables = getVariableValues(schema, operation.variableDefinitions ?? [], sent).variableValues
  const columns = new Map<string, Set<string>>()

  const selections = function* (set: SelectionSetNode): Generator<FieldNode> {
    for (const selection of set.selections) {
      if (selection.kind === Kind.FIELD) yield selection
      else if (selection.kind === Kind.INLINE_FRAGMENT) yield* selections(selection.selectionSet)
      else
        for (const definition of document.definitions)
          if (definition.kind === Kind.FRAGMENT_DEFINITION && definition.name.value === selection.name.value)
            yield* selections(definition.selectionSet)
    }
  }
  const visit = (type: GraphQLObjectType, set: SelectionSetNode): void => {
    for (const node of selections(set)) {
      const field = types.get(type.name)?.fields.get(node.name.value)
      const definition = type.getFields()[node.name.value]
      const named = field && getNamedType(field.type)
      if (!field || !definition || !isObjectType(named) || !node.selectionSet) continue
      const bound = field.keyed ? undefined : field.bound
      const load = bound ?? types.get(named.name)?.home
      if (load?.binding.kind === 'sql') {
        const id = loadId(load.coordinate, bound ? argsOf(definition, node) : {})
        const known = columns.get(id) ?? new Set()
        columns.set(id, known)
        for (const below of selections(node.selectionSet))
          for (const column of columnsOf(named, below, load.source)) known.add(column)
      }
      visit(named, node.selectionSet)
    }
  }
  const columnsOf = (type: GraphQLObjectType, node: FieldNode, source: string): string[] => {
    const field = types.get(type.name)?.fields.get(node.name.value)
    if (!field) return []
    const paths = field.bound ? field.bound.key.map(({ paths }) => paths.get(source)) : [field.paths.get(source)]
    return paths.map(path => columnOf(fixedPath(path)))
  }
  const argsOf = (definition: Parameters<typeof getArgumentValues>[0], node: FieldNode): unknown => {
    try {
      return getArgumentValues(definition, node, variables)
    } catch {
      return null
    }
  }
  const root = schema.getRootType(operation.operation)
  if (root) visit(root, operation.selectionSet)
  return columns
}

export function loadId(coordinate: string, args: unknown): string {
  return `${coordinate} ${canonicalValue(args)}`
}

function columnOf(path: Path | undefined): string {
  const [first] = path ?? []
  return first?.kind === 'property' ? first.name : ''
}
