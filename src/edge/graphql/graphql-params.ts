import { GraphQLError } from 'graphql'
import { MOST_VALUES, tooManyValues } from '../../execute/read-variables.ts'
import { isObject } from '../../plan/is-object.ts'
import { requestError } from '../../result/client-error.ts'
import { type Refusal, refuse, refuseOperation } from './refusal.ts'

/** What a client asks, checked (GraphQL over HTTP, section 5.1). */
export interface GraphQLParams extends Omit<AskedParams, 'documentId' | 'hash'> {
  readonly query: string
  /** Its hash, under which it is to be kept once it is known that it can be run. */
  readonly hash?: string
}

/** The same before it is known which text an id stands for. */
export interface AskedParams {
  /** Undefined where an id or a hash stands for it. */
  readonly query: string | undefined
  /** Of a persisted document (GraphQL over HTTP, appendix A). */
  readonly documentId: string | undefined
  /** SHA-256 of the query, in hexadecimal digits, as Apollo's clients send it. */
  readonly hash: string | undefined
  readonly operationName: string | undefined
  readonly variables: Readonly<Record<string, unknown>> | undefined
}

/** Checks the types of a request's parameters; members that the specification doesn't know are passed over. */
export function checkParams(params: unknown): AskedParams | Refusal {
  if (!isObject(params))
    return refuse(400, 'The request body is no JSON object. Send {"query": "…", "variables": {…}}.')
  const { query, documentId, operationName, variables, extensions } = params
  if (!isAbsent(documentId) && (typeof documentId !== 'string' || documentId === ''))
    return refuse(400, 'The "documentId" of the request is no string.')
  if (!isAbsent(documentId) && !isAbsent(query))
    return refuse(400, 'The request has both a "documentId" and a "query". Send one of them.')
  const persisted = isObject(extensions) && isObject(extensions.persistedQuery) ? extensions.persistedQuery : undefined
  const hasNone = isAbsent(query) && (!isAbsent(documentId) || persisted)
  if (!hasNone && (typeof query !== 'string' || query === ''))
    return refuse(400, 'The request has no "query". Send it as a string.')
  if (!isAbsent(operationName) && typeof operationName !== 'string')
    return refuse(400, 'The "operationName" of the request is no string.')
  if (!isAbsent(variables) && !isObject(variables)) return refuse(400, 'The "variables" of the request are no object.')
  if (!isAbsent(extensions) && !isObject(extensions))
    return refuse(400, 'The "extensions" of the request are no object.')
  const refusal = checkValues(variables)
  if (refusal) return refusal
  // Clients that send an empty name mean none: no operation can be called so.
  return {
    query: typeof query === 'string' ? query : undefined,
    documentId: documentId ?? undefined,
    hash: typeof persisted?.sha256Hash === 'string' ? persisted.sha256Hash : undefined,
    operationName: operationName || undefined,
    variables: variables ?? undefined,
  }
}

/** What is deeper could fill the stack of whatever reads it. */
const MAX_DEPTH = 200

/** Refuses what is too deep or too much, and looks at no more of it than that. */
function checkValues(variables: unknown): Refusal | undefined {
  let left = MOST_VALUES
  const fits = (value: unknown, depth: number): boolean => {
    if (!isContainer(value)) return true
    if (depth > MAX_DEPTH) return false
    const names = Array.isArray(value) ? undefined : Object.keys(value)
    const length = names?.length ?? (value as unknown[]).length
    left -= length
    for (let at = 0; at < length && left >= 0; at++)
      if (!fits((value as Record<string | number, unknown>)[names?.[at] ?? at], depth + 1)) return false
    return true
  }
  if (!fits(variables, 1)) return refuse(400, `The "variables" of the request are more than ${MAX_DEPTH} levels deep.`)
  if (left >= 0) return undefined
  return refuseOperation([requestError('OPERATION_LIMIT_EXCEEDED', new GraphQLError(tooManyValues().message))])
}

function isContainer(value: unknown): value is object {
  return typeof value === 'object' && value !== null
}

function isAbsent(value: unknown): value is undefined | null {
  return value === undefined || value === null
}
