import { type DocumentNode, Kind, type SelectionSetNode, type ValueNode } from 'graphql'

/** How often the arguments of a document's fields use each variable. */
export function variableUses({ definitions }: DocumentNode): ReadonlyMap<string, number> {
  const uses = new Map<string, number>()
  const countValue = (node: ValueNode): void => {
    if (node.kind === Kind.VARIABLE) uses.set(node.name.value, (uses.get(node.name.value) ?? 0) + 1)
    else if (node.kind === Kind.LIST) node.values.forEach(countValue)
    else if (node.kind === Kind.OBJECT) for (const { value } of node.fields) countValue(value)
  }
  const count = ({ selections }: SelectionSetNode): void => {
    for (const selection of selections) {
      if (selection.kind === Kind.FIELD) for (const { value } of selection.arguments ?? []) countValue(value)
      if (selection.kind !== Kind.FRAGMENT_SPREAD && selection.selectionSet) count(selection.selectionSet)
    }
  }
  for (const node of definitions)
    if (node.kind === Kind.OPERATION_DEFINITION || node.kind === Kind.FRAGMENT_DEFINITION) count(node.selectionSet)
  return uses
}
