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
import { OperationPlans } from '../plan/operation/operation-plans.ts'
import type { SchemaPlan } from '../plan/schema-plan.ts'
import { requestError } from '../result/client-error.ts'
import type { GraphQLParams } from './graphql-params.ts'
import { isRefusal, type Refusal, refuse, refuseOperation } from './refusal.ts'

/** Prepares what was sent by an HTTP method: by GET only a query. */
export type Prepare = (params: GraphQLParams, method: string) => OperationPlans | Refusal

const CACHED_OPERATIONS = 1_000
/** Length of all cached texts together, in UTF-16 code units. */
const CACHED_TEXT = 4_000_000

/** Parses, validates and plans operations, each once: the results are cached by text and operation name. */
export function createPrepare(schemaPlan: SchemaPlan, options: { readonly introspection: boolean }): Prepare {
  const rules = options.introspection ? specifiedRules : [...specifiedRules, NoSchemaIntrospectionCustomRule]
  const cache = new LRUCache<string, OperationPlans>({ max: CACHED_OPERATIONS, maxSize: CACHED_TEXT })

  return ({ query, operationName }, method) => {
    const id = `${operationName ?? ''}\n${query}`
    const prepared = cache.get(id) ?? prepareOperation(schemaPlan, rules, query, operationName)
    if (isRefusal(prepared)) return prepared
    cache.set(id, prepared, { size: id.length })
    if (method === 'GET' && prepared.operation.operation !== 'query')
      return refuse(405, 'A mutation must be sent by POST.', { allow: 'POST' })
    return prepared
  }
}

function prepareOperation(
  schemaPlan: SchemaPlan,
  rules: Parameters<typeof validate>[2],
  query: string,
  operationName: string | undefined,
): OperationPlans | Refusal {
  const document = tryParse(query)
  if (document instanceof GraphQLError) return refuseOperation([requestError('GRAPHQL_PARSE_FAILED', document)])
  const errors = validate(schemaPlan.schema, document, rules)
  if (errors.length > 0) return refuseOperation(errors.map(error => requestError('GRAPHQL_VALIDATION_FAILED', error)))
  const operation = getOperationAST(document, operationName)
  if (!operation) return refuseOperation([requestError('BAD_USER_INPUT', new GraphQLError(noOperation(operationName)))])
  return new OperationPlans(schemaPlan, document, operation)
}

function noOperation(name: string | undefined): string {
  return name === undefined
    ? 'The document has not exactly one operation. Say which to run by "operationName".'
    : `The document has no operation "${name}".`
}

function tryParse(query: string): DocumentNode | GraphQLError {
  try {
    return parse(query)
  } catch (error) {
    if (error instanceof GraphQLError) return error
    throw error
  }
}
