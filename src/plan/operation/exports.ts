import { type ASTNode, type FieldNode, GraphQLError, type VariableDefinitionNode, visit } from 'graphql'
import type { FieldPlace } from './operation-plan.ts'
import type { OperationPlans } from './operation-plans.ts'

/** A value of a row that a transaction has written, which becomes a variable of the operation for the fields behind. */
export interface Export {
  readonly variable: string
  readonly definition: VariableDefinitionNode
  /** The index of the root field that answers it. */
  readonly at: number
  readonly place: FieldPlace
}

/** The errors of what is exported where no transaction is; undefined for nothing. */
export function strayExports({ exports }: Pick<OperationPlans, 'exports'>): readonly GraphQLError[] | undefined {
  if (exports.length === 0) return undefined
  return exports.map(({ node }) => invalid('@export stands in a mutation with @transaction.', node))
}

/** The exports of a transaction's fields, or what is wrong with them. */
export function planExports(
  { exports, operation, document }: Pick<OperationPlans, 'exports' | 'operation' | 'document'>,
  places: readonly FieldPlace[],
): { readonly planned: readonly Export[]; readonly errors: readonly GraphQLError[] } {
  if (exports.length === 0) return { planned: [], errors: [] }
  const planned: Export[] = []
  const errors: GraphQLError[] = []
  const conditional = new Set(variablesIn(document, new Set(['skip', 'include'])))
  for (const { node, variable } of exports) {
    const definition = operation.variableDefinitions?.find(each => each.variable.name.value === variable)
    const [found, another] = places.flatMap((place, at) => {
      const child = exportedIn(place, node)
      return child ? [{ at, place: child }] : []
    })
    const why = !found
      ? 'it stands at a plain field of the one row that a field of the transaction answers'
      : another || planned.some(each => each.variable === variable)
        ? `"$${variable}" has one value`
        : !definition
          ? `the operation has no variable "$${variable}"; declare it with a default, as in ($${variable}: ID! = "")`
          : conditional.has(variable)
            ? `"$${variable}" decides by @skip or @include what is run, before anything is`
            : places.slice(0, found.at + 1).some(place => readsVariable(place, variable))
              ? `"$${variable}" is used by a field that is run before it has its value`
              : undefined
    if (why !== undefined) errors.push(invalid(`@export(as: "${variable}") can't be followed: ${why}.`, node))
    else if (found && definition) planned.push({ variable, definition, ...found })
  }
  return { planned, errors }
}

/** Whether the arguments of a root field read the variable. */
export function readsVariable({ nodes }: Pick<FieldPlace, 'nodes'>, variable: string): boolean {
  return nodes.some(node => (node.arguments ?? []).some(each => variablesIn(each).includes(variable)))
}

function exportedIn({ shape, selection }: FieldPlace, node: FieldNode): FieldPlace | undefined {
  if (shape.kind !== 'object' || shape.abstract || !('getFields' in shape.type)) return undefined
  const { places } = selection(shape.type as Parameters<typeof selection>[0])
  return places.find((place): place is FieldPlace => {
    if (place.kind !== 'plain' || place.shape.kind !== 'leaf') return false
    return place.nodes.includes(node)
  })
}

/** The variables that are read within a node, or within its directives of these names. */
function variablesIn(root: ASTNode, directives?: ReadonlySet<string>): readonly string[] {
  const names: string[] = []
  const Variable = ({ name }: { readonly name: { readonly value: string } }) => void names.push(name.value)
  if (!directives) visit(root, { Variable })
  else
    visit(root, {
      Directive(directive) {
        if (directives.has(directive.name.value)) visit(directive, { Variable })
      },
    })
  return names
}

function invalid(message: string, node: FieldNode): GraphQLError {
  return new GraphQLError(message, { nodes: [node], extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } })
}
