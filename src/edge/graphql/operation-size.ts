import {
  type DocumentNode,
  type FragmentDefinitionNode,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql'

export interface OperationSize {
  /** Fields, those of a fragment counted wherever it is spread. */
  readonly fields: number
  /** Fields inside each other. */
  readonly depth: number
}

/**
 * Measures a valid operation in time linear to its text, though fragments that spread others twice double it with every
 * step.
 */
export function measureOperation(document: DocumentNode, operation: OperationDefinitionNode): OperationSize {
  const fragments = new Map<string, FragmentDefinitionNode>()
  for (const node of document.definitions)
    if (node.kind === Kind.FRAGMENT_DEFINITION) fragments.set(node.name.value, node)
  const measured = new Map<string, OperationSize>()

  const measureFragment = (name: string): OperationSize => {
    const known = measured.get(name)
    if (known) return known
    const size = measure(fragments.get(name)?.selectionSet)
    measured.set(name, size)
    return size
  }

  const measure = (set: SelectionSetNode | undefined): OperationSize => {
    let [fields, depth] = [0, 0]
    for (const selection of set?.selections ?? []) {
      const isField = selection.kind === Kind.FIELD
      const inner =
        selection.kind === Kind.FRAGMENT_SPREAD
          ? measureFragment(selection.name.value)
          : measure(selection.selectionSet)
      fields += inner.fields + (isField ? 1 : 0)
      depth = Math.max(depth, inner.depth + (isField ? 1 : 0))
    }
    return { fields, depth }
  }

  return measure(operation.selectionSet)
}
