import {
  type DocumentNode,
  GraphQLError,
  getOperationAST,
  NoSchemaIntrospectionCustomRule,
  parse,
  specifiedRules,
  validate,
} from 'graphql'
import { LRUCache } from 'lru-cache'
import { OperationPlans } from '../../plan/operation/operation-plans.ts'
import type { SchemaPlan } from '../../plan/schema-plan.ts'
import { requestError } from '../../result/client-error.ts'
import type { GraphQLParams } from './graphql-params.ts'
import { measureOperation } from './operation-size.ts'
import { isRefusal, type Refusal, refuse, refuseOperation } from './refusal.ts'

/** Prepares what was sent by an HTTP method: by GET only a query. */
export type Prepare = (params: GraphQLParams, method: string) => OperationPlans | Refusal

const CACHED_OPERATIONS = 1_000
/** Roughly the bytes of all cached operations together. */
const CACHED_BYTES = 64_000_000
/** Roughly the bytes that a character of a document (its syntax tree) and a field of a plan take. */
const BYTES_PER_CHARACTER = 100
const BYTES_PER_FIELD = 2_000

/** What keeps a hostile operation from filling the stack or the memory; far beyond what people and tools write. */
const MAX_TOKENS = 15_000
const MAX_FIELDS = 10_000
const MAX_DEPTH = 200

const RULES_WITHOUT_INTROSPECTION = [...specifiedRules, NoSchemaIntrospectionCustomRule]
/** Suggestions would tell the schema name by name. */
const HIDDEN = { hideSuggestions: true }

/** Parses, validates and plans operations, each once: the results are cached by text and operation name. */
export function createPrepare(schemaPlan: SchemaPlan, options: { readonly introspection: boolean }): Prepare {
  const validateDocument = options.introspection
    ? (document: DocumentNode) => validate(schemaPlan.schema, document)
    : (document: DocumentNode) => validate(schemaPlan.schema, document, RULES_WITHOUT_INTROSPECTION, HIDDEN)
  const cache = new LRUCache<string, OperationPlans>({ max: CACHED_OPERATIONS, maxSize: CACHED_BYTES })

  return ({ query, operationName }, method) => {
    const id = `${operationName ?? ''}\n${query}`
    const prepared =
      cache.get(id) ?? tryPrepare(() => prepareOperation(schemaPlan, validateDocument, query, operationName))
    if (isRefusal(prepared)) return prepared
    cache.set(id, prepared, { size: weigh(id, prepared) })
    if (method === 'GET' && prepared.operation.operation !== 'query')
      return refuse(405, 'A mutation must be sent by POST.', { allow: 'POST' })
    return prepared
  }
}

function weigh(id: string, { size, maxVariants }: OperationPlans): number {
  return id.length * BYTES_PER_CHARACTER + size * (maxVariants + 1) * BYTES_PER_FIELD
}

function prepareOperation(
  schemaPlan: SchemaPlan,
  validateDocument: (document: DocumentNode) => readonly GraphQLError[],
  query: string,
  operationName: string | undefined,
): OperationPlans | Refusal {
  const document = parse(query, { maxTokens: MAX_TOKENS })
  const errors = validateDocument(document)
  if (errors.length > 0) return refuseOperation(errors.map(error => requestError('GRAPHQL_VALIDATION_FAILED', error)))
  const operation = getOperationAST(document, operationName)
  if (!operation) return refuseOperation([requestError('BAD_USER_INPUT', new GraphQLError(noOperation(operationName)))])
  const { fields, depth } = measureOperation(document, operation)
  if (fields > MAX_FIELDS) return tooLarge(`selects more than ${MAX_FIELDS} fields`)
  if (depth > MAX_DEPTH) return tooLarge(`is more than ${MAX_DEPTH} fields deep`)
  return new OperationPlans(schemaPlan, document, operation, fields)
}

function noOperation(name: string | undefined): string {
  return name === undefined
    ? 'The document has not exactly one operation. Say which to run by "operationName".'
    : `The document has no operation "${name}".`
}

function tooLarge(what: string): Refusal {
  return refuseOperation([requestError('OPERATION_LIMIT_EXCEEDED', new GraphQLError(`The operation ${what}.`))])
}

function tryPrepare(prepare: () => OperationPlans | Refusal): OperationPlans | Refusal {
  try {
    return prepare()
  } catch (error) {
    if (error instanceof GraphQLError) return refuseOperation([requestError('GRAPHQL_PARSE_FAILED', error)])
    // The stack is full: parser and rules follow the document's nesting by recursion.
    if (error instanceof RangeError) return tooLarge('is nested too deeply')
    throw error
  }
}
