import {
  type DocumentNode,
  type FieldNode,
  GraphQLError,
  type GraphQLSchema,
  NoSchemaIntrospectionCustomRule,
  NoUndefinedVariablesRule,
  NoUnusedVariablesRule,
  OverlappingFieldsCanBeMergedRule,
  specifiedRules,
  TypeInfo,
  UniqueVariableNamesRule,
  ValidationContext,
  type ValidationRule,
  VariablesInAllowedPositionRule,
  visit,
  visitInParallel,
  visitWithTypeInfo,
} from 'graphql'
import { fieldsMerge } from './fields-merge.ts'

const RULES = specifiedRules.filter(rule => rule !== OverlappingFieldsCanBeMergedRule)
const OF_VARIABLES: ReadonlySet<ValidationRule> = new Set([
  UniqueVariableNamesRule,
  NoUndefinedVariablesRule,
  NoUnusedVariablesRule,
  VariablesInAllowedPositionRule,
])
const HALF = RULES.length / 2

/** Rules that take about the same time each; a visit of the document for each of them takes some more than one for all. */
const GROUPS: readonly (readonly ValidationRule[])[] = [
  RULES.filter((rule, at) => !OF_VARIABLES.has(rule) && at < HALF),
  RULES.filter((rule, at) => !OF_VARIABLES.has(rule) && at >= HALF),
  [...OF_VARIABLES],
]

/** Errors that are looked for, and characters of their messages: of a wrong value each shows the whole. */
const MOST_ERRORS = 100
const MOST_CHARACTERS = 50_000

/** What is wrong with a document; `tooManyFields` where graphql-js gave up looking at them, or comparing them. */
export interface Validation {
  readonly errors: readonly GraphQLError[]
  readonly tooManyFields: boolean
}

/**
 * Validates a document (specification, section 5) in steps; a short one in one. Whether fields merge, which takes the most time,
 * is looked at last; only for those that may not do so are they compared in pairs, which finds the words for the error.
 */
export function* validationSteps(
  schema: GraphQLSchema,
  document: DocumentNode,
  introspection: boolean,
  isLong: boolean,
): Generator<void, Validation> {
  const found = new FoundErrors()
  const typeInfo = new TypeInfo(schema)
  // Suggestions would tell the schema name by name.
  const options = { hideSuggestions: !introspection }
  const context = new ValidationContext(schema, document, typeInfo, error => found.add(error), options)
  const holdAgainst = (rules: readonly ValidationRule[]) =>
    visit(document, visitWithTypeInfo(typeInfo, visitInParallel(rules.map(rule => rule(context)))))
  const groups = isLong ? GROUPS : [RULES]
  try {
    for (const rules of introspection ? groups : [...groups, [NoSchemaIntrospectionCustomRule]]) {
      holdAgainst(rules)
      yield
    }
    if (found.errors.length > 0) return { errors: eachOnce(found.errors), tooManyFields: false }
    const { merges, conflict, fields } = fieldsMerge(schema, document)
    if (merges) return { errors: [], tooManyFields: false }
    if (fields > MOST_IN_PAIRS) return conflict ? { errors: [conflictError(conflict)], tooManyFields: false } : TOO_MANY
    yield
    // Not by `validate`, which would publish a validation of its own.
    holdAgainst([OverlappingFieldsCanBeMergedRule])
    return { errors: found.errors, tooManyFields: false }
  } catch (error) {
    // What graphql-js gives up with.
    if (error instanceof GraphQLError) return TOO_MANY
    if (error !== ENOUGH) throw error
    return { errors: eachOnce(found.errors), tooManyFields: false }
  }
}

/** What ends a visit that has found as many errors as are told. */
const ENOUGH = Symbol('enough errors')

class FoundErrors {
  readonly errors: GraphQLError[] = []
  #characters = 0

  add(error: GraphQLError): void {
    this.#characters += error.message.length
    const isEnough = this.errors.length === MOST_ERRORS || this.#characters > MOST_CHARACTERS
    // The words of graphql-js.
    const message = 'Too many validation errors, error limit reached. Validation aborted.'
    this.errors.push(isEnough && this.errors.length > 0 ? new GraphQLError(message) : error)
    if (isEnough) throw ENOUGH
  }
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
    if (first && alike.length === 1 && (first.nodes?.length ?? 0) <= MOST_PLACES) return first
    const nodes = alike.flatMap(error => error.nodes ?? [])
    return new GraphQLError(message, { nodes: nodes.slice(0, MOST_PLACES) })
  })
}
