import { isObject } from '../../plan/is-object.ts'
import { type Refusal, refuse } from './refusal.ts'

/** What a client asks, checked (GraphQL over HTTP, section 5.1). */
export interface GraphQLParams {
  readonly query: string
  readonly operationName: string | undefined
  readonly variables: Readonly<Record<string, unknown>> | undefined
}

/** Checks the types of a request's parameters; members that the specification doesn't know are passed over. */
export function checkParams(params: unknown): GraphQLParams | Refusal {
  if (!isObject(params))
    return refuse(400, 'The request body is no JSON object. Send {"query": "…", "variables": {…}}.')
  const { query, operationName, variables, extensions } = params
  if (typeof query !== 'string' || query === '') return refuse(400, 'The request has no "query". Send it as a string.')
  if (!isAbsent(operationName) && typeof operationName !== 'string')
    return refuse(400, 'The "operationName" of the request is no string.')
  if (!isAbsent(variables) && !isObject(variables)) return refuse(400, 'The "variables" of the request are no object.')
  if (!isAbsent(extensions) && !isObject(extensions))
    return refuse(400, 'The "extensions" of the request are no object.')
  // Clients that send an empty name mean none: no operation can be called so.
  if (isDeeper(variables, MAX_DEPTH))
    return refuse(400, `The "variables" of the request are more than ${MAX_DEPTH} levels deep.`)
  return { query, operationName: operationName || undefined, variables: variables ?? undefined }
}

/** What is deeper could fill the stack of whatever reads it. */
const MAX_DEPTH = 200

/** Whether a value holds objects or lists inside each other beyond the depth; level by level, without recursion. */
function isDeeper(value: unknown, depth: number): boolean {
  let level = [value].filter(isContainer)
  for (let left = depth; level.length > 0; left--) {
    if (left === 0) return true
    level = level.flatMap(container => Object.values(container)).filter(isContainer)
  }
  return false
}

function isContainer(value: unknown): value is object {
  return typeof value === 'object' && value !== null
}

function isAbsent(value: unknown): value is undefined | null {
  return value === undefined || value === null
}
