import {
  type DocumentNode,
  GraphQLError,
  type GraphQLSchema,
  NoSchemaIntrospectionCustomRule,
  OverlappingFieldsCanBeMergedRule,
  specifiedRules,
  validate,
} from 'graphql'
import { fieldsMerge } from './fields-merge.ts'

const RULES = specifiedRules.filter(rule => rule !== OverlappingFieldsCanBeMergedRule)
const RULES_WITHOUT_INTROSPECTION = [...RULES, NoSchemaIntrospectionCustomRule]
/** Suggestions would tell the schema name by name. */
const HIDDEN = { hideSuggestions: true }

/** What is wrong with a document; `tooManyFields` where graphql-js gave up comparing its fields. */
export interface Validation {
  readonly errors: readonly GraphQLError[]
  readonly tooManyFields: boolean
}

/**
 * Validates a document (specification, section 5). Whether fields merge, which takes the most time, is looked at last; only
 * for those that may not do so are they compared in pairs, which finds the words for the error.
 */
export function validateDocument(schema: GraphQLSchema, document: DocumentNode, introspection: boolean): Validation {
  const errors = introspection
    ? validate(schema, document, RULES)
    : validate(schema, document, RULES_WITHOUT_INTROSPECTION, HIDDEN)
  if (errors.length > 0) return { errors: eachOnce(errors), tooManyFields: false }
  if (fieldsMerge(schema, document)) return { errors: [], tooManyFields: false }
  const conflicts = validate(schema, document, [OverlappingFieldsCanBeMergedRule])
  // Only an error of the rule itself has nodes; the one that it gives up with has none.
  return { errors: conflicts, tooManyFields: conflicts.some(({ nodes }) => nodes === undefined) }
}

/** Places of one error that are told. */
const MOST_PLACES = 10

/** Errors with the same words are one, with the places of all: a mistake that is repeated is told once. */
function eachOnce(errors: readonly GraphQLError[]): GraphQLError[] {
  const byMessage = Map.groupBy(errors, ({ message }) => message)
  return [...byMessage].map(([message, alike]) => {
    const [first] = alike
    if (first && alike.length === 1) return first
    const nodes = alike.flatMap(error => error.nodes ?? [])
    return new GraphQLError(message, { nodes: nodes.slice(0, MOST_PLACES) })
  })
}
