import { type HttpAnswer, joinHeaders } from '../server/http-answer.ts'
import { acceptedType, JSON_TYPE, RESPONSE_TYPE } from './accepted-type.ts'
import { NO_STORE } from './answer-caching.ts'
import { isRefusal, type Refusal } from './refusal.ts'
import type { Executed } from './run.ts'

const JSON_HEADERS = { 'content-type': `${JSON_TYPE}; charset=utf-8`, vary: 'accept' }
const RESPONSE_HEADERS = { 'content-type': `${RESPONSE_TYPE}; charset=utf-8`, vary: 'accept' }

/**
 * Turns a result into an HTTP answer (GraphQL over HTTP, section 6). For `application/json` a well-formed request is
 * answered with 200, whatever errors it had; for `application/graphql-response+json` one without data with 4xx.
 */
export function respond(result: Executed | Refusal, accept: string | undefined, compressible: boolean): HttpAnswer {
  const type = acceptedType(accept) ?? JSON_TYPE
  const contentType = type === JSON_TYPE ? JSON_HEADERS : RESPONSE_HEADERS
  if (!isRefusal(result)) {
    const headers = joinHeaders(contentType, result.headers)
    return { status: 200, headers, body: result.body, compressible, exposed: result.exposed }
  }
  const { status, headers, errors, wellFormed } = result
  return {
    status: wellFormed && type === JSON_TYPE ? 200 : status,
    headers: { ...headers, ...NO_STORE, ...contentType },
    body: JSON.stringify({ errors }),
    compressible,
  }
}
