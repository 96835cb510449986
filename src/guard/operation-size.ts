import {
  type DocumentNode,
  type FragmentDefinitionNode,
  Kind,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql'

/** Those of fragments are counted wherever they are spread. */
export interface OperationSize {
  readonly fields: number
  readonly fragments: number
  /** Fields inside each other. */
  readonly depth: number
  readonly directives: number
  readonly aliases: number
  /** Fields of the operation's own type. */
  readonly rootFields: number
  /** Fields that begin to read the schema: `__schema` and `__type`. */
  readonly introspections: number
}

const NOTHING: OperationSize = {
  fields: 0,
  fragments: 0,
  depth: 0,
  directives: 0,
  aliases: 0,
  rootFields: 0,
  introspections: 0,
}
const INTROSPECTION: readonly string[] = ['__schema', '__type']

/**
 * Measures a document's operations in time linear to its text, though fragments that spread others twice double it with
 * every step. The document need not be valid: a fragment within itself counts as nothing there.
 */
export function measureOperations(document: DocumentNode): ReadonlyMap<OperationDefinitionNode, OperationSize> {
  const fragments = new Map<string, FragmentDefinitionNode>()
  for (const node of document.definitions)
    if (node.kind === Kind.FRAGMENT_DEFINITION) fragments.set(node.name.value, node)
  const measured = new Map<string, OperationSize>()

  const measureFragment = (name: string): OperationSize => {
    const known = measured.get(name)
    if (known) return known
    measured.set(name, NOTHING)
    const size = measure(fragments.get(name)?.selectionSet)
    measured.set(name, size)
    return size
  }

  const measure = (set: SelectionSetNode | undefined): OperationSize => {
    let { fields, fragments, depth, directives, aliases, rootFields, introspections } = NOTHING
    for (const selection of set?.selections ?? []) {
      const isField = selection.kind === Kind.FIELD
      const inner =
        selection.kind === Kind.FRAGMENT_SPREAD
          ? measureFragment(selection.name.value)
          : measure(selection.selectionSet)
      fields += inner.fields + (isField ? 1 : 0)
      fragments += inner.fragments + (selection.kind === Kind.FRAGMENT_SPREAD ? 1 : 0)
      depth = Math.max(depth, inner.depth + (isField ? 1 : 0))
      directives += inner.directives + (selection.directives?.length ?? 0)
      aliases += inner.aliases + (isField && selection.alias ? 1 : 0)
      rootFields += isField ? 1 : inner.rootFields
      introspections += inner.introspections + (readsSchema(selection) ? 1 : 0)
    }
    return { fields, fragments, depth, directives, aliases, rootFields, introspections }
  }

  const operations = document.definitions.filter(node => node.kind === Kind.OPERATION_DEFINITION)
  return new Map(operations.map(node => [node, measure(node.selectionSet)]))
}

function readsSchema(selection: SelectionNode): boolean {
  return selection.kind === Kind.FIELD && INTROSPECTION.includes(selection.name.value)
}
