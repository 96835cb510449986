import {
  type DocumentNode,
  GraphQLIncludeDirective,
  GraphQLSkipDirective,
  getDirectiveValues,
  Kind,
  type SelectionNode,
  visit,
} from 'graphql'

/** An operation's coerced variables. */
export type Variables = NonNullable<Parameters<typeof getDirectiveValues>[2]>

/** The names of the variables that `@skip` and `@include` read anywhere in the document. */
export function conditionVariables(document: DocumentNode): readonly string[] {
  const names = new Set<string>()
  visit(document, {
    Directive({ name, arguments: args = [] }) {
      if (name.value !== 'skip' && name.value !== 'include') return
      for (const { value } of args) if (value.kind === Kind.VARIABLE) names.add(value.name.value)
    },
  })
  return [...names]
}

/** Whether anything of the document may be left out of what it selects. */
export function hasConditions(document: DocumentNode): boolean {
  let found = false
  visit(document, {
    Directive({ name }) {
      found ||= name.value === 'skip' || name.value === 'include'
    },
  })
  return found
}

/** What `@skip` and `@include` say with these variables (specification, sections 3.13.1 and 3.13.2). */
export function includedWith(variables: Variables): (node: SelectionNode) => boolean {
  return node => {
    if (!node.directives || node.directives.length === 0) return true
    if (getDirectiveValues(GraphQLSkipDirective, node, variables)?.if === true) return false
    return getDirectiveValues(GraphQLIncludeDirective, node, variables)?.if !== false
  }
}
