import {
  type DocumentNode,
  type FieldNode,
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
  const { merges, conflict, fields } = fieldsMerge(schema, document)
  if (merges) return { errors: [], tooManyFields: false }
  if (fields > MOST_IN_PAIRS) return conflict ? { errors: [conflictError(conflict)], tooManyFields: false } : TOO_MANY
  const conflicts = validate(schema, document, [OverlappingFieldsCanBeMergedRule])
  // Only an error of the rule itself has nodes; the one that it gives up with has none.
  return { errors: conflicts, tooManyFields: conflicts.some(({ nodes }) => nodes === undefined) }
}

/** Fields that are compared in pairs, each with each other of its name. */
const MOST_IN_PAIRS = 500

const TOO_MANY: Validation = { errors: [], tooManyFields: true }

function conflictError([one, other]: readonly [FieldNode, FieldNode]): GraphQLError {
  const name = one.alias?.value ?? one.name.value
  return new GraphQLError(
    `Fields "${name}" conflict because they are different fields, or have differing arguments or types. Use different aliases on the fields to fetch both if this was intentional.`,
    { nodes: [one, other] },
  )
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
