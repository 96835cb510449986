import {
  type GraphQLObjectType,
  type GraphQLSchema,
  type InlineFragmentNode,
  isAbstractType,
  isObjectType,
  Kind,
  type SelectionSetNode,
} from 'graphql'

/** What a selection of objects of any type with a global id asks of them. */
export interface FoundTypes {
  /** Whether a field that all of them have is selected. */
  readonly hasFields: boolean
  /** The types of which more is selected. */
  readonly types: readonly GraphQLObjectType[]
}

type Fragments = ReadonlyMap<string, Pick<InlineFragmentNode, 'typeCondition' | 'selectionSet'>>

/** Goes by the types that fragments name, which are few where the schema's are many. `of` is the interface of all of them. */
export function foundTypes(set: SelectionSetNode, of: string, schema: GraphQLSchema, fragments: Fragments): FoundTypes {
  const types = new Set<GraphQLObjectType>()
  const seen = new Set<SelectionSetNode>()
  let hasFields = false
  const visit = (part: SelectionSetNode): void => {
    if (seen.has(part)) return
    seen.add(part)
    for (const selection of part.selections) {
      if (selection.kind === Kind.FIELD) {
        hasFields = true
        continue
      }
      const fragment = selection.kind === Kind.INLINE_FRAGMENT ? selection : fragments.get(selection.name.value)
      if (!fragment) continue
      const condition = fragment.typeCondition?.name.value ?? of
      const named = schema.getType(condition)
      if (condition === of) visit(fragment.selectionSet)
      else if (isObjectType(named)) types.add(named)
      else if (isAbstractType(named)) for (const each of schema.getPossibleTypes(named)) types.add(each)
    }
  }
  visit(set)
  return { hasFields, types: [...types] }
}
