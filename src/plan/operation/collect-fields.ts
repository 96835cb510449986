import {
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLObjectType,
  type GraphQLSchema,
  isAbstractType,
  Kind,
  type NamedTypeNode,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql'

/** What field collection reads of a document. */
export interface CollectContext {
  readonly schema: GraphQLSchema
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>
  /** What `@skip` and `@include` say. */
  readonly isIncluded: (node: SelectionNode) => boolean
}

/** The fields that selection sets ask of an object of the type, by response key, in document order (specification, section 6.3.2). */
export function collectFields(
  { schema, fragments, isIncluded }: CollectContext,
  type: GraphQLObjectType,
  selectionSets: readonly SelectionSetNode[],
): Map<string, FieldNode[]> {
  const fields = new Map<string, FieldNode[]>()
  const visited = new Set<string>()
  const collect = (selectionSet: SelectionSetNode): void => {
    for (const selection of selectionSet.selections) {
      if (!isIncluded(selection)) continue
      if (selection.kind === Kind.FIELD) {
        const key = selection.alias?.value ?? selection.name.value
        const nodes = fields.get(key)
        if (nodes) nodes.push(selection)
        else fields.set(key, [selection])
        continue
      }
      if (selection.kind === Kind.INLINE_FRAGMENT) {
        if (applies(schema, type, selection.typeCondition)) collect(selection.selectionSet)
        continue
      }
      const fragment = fragments.get(selection.name.value)
      if (!fragment || visited.has(selection.name.value)) continue
      visited.add(selection.name.value)
      if (applies(schema, type, fragment.typeCondition)) collect(fragment.selectionSet)
    }
  }
  selectionSets.forEach(collect)
  return fields
}

/** Whether a fragment on the condition selects anything of an object of the type. */
export function applies(schema: GraphQLSchema, type: GraphQLObjectType, condition: NamedTypeNode | undefined): boolean {
  if (!condition || condition.name.value === type.name) return true
  const conditional = schema.getType(condition.name.value)
  return isAbstractType(conditional) && schema.isSubType(conditional, type)
}
