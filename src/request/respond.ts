import type { FormattedExecutionResult } from 'graphql'
import Negotiator from 'negotiator'
import { isRefusal, type Refusal } from './refusal.ts'

/** An HTTP answer, whatever server sends it. */
export interface HttpAnswer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

const JSON_TYPE = 'application/json'
const RESPONSE_TYPE = 'application/graphql-response+json'

/**
 * Turns a result into an HTTP answer (GraphQL over HTTP, section 6). For `application/json` a well-formed request is
 * answered with 200, whatever errors it had; for `application/graphql-response+json` one without data with 4xx.
 */
export function respond(result: FormattedExecutionResult | Refusal, accept: string | null): HttpAnswer {
  const type = acceptedType(accept)
  if (!type)
    return {
      status: 406,
      headers: { 'content-type': 'text/plain; charset=utf-8' },
      body: `Accept ${JSON_TYPE} or ${RESPONSE_TYPE}.\n`,
    }
  const contentType = { 'content-type': `${type}; charset=utf-8`, vary: 'accept' }
  if (!isRefusal(result)) return { status: 200, headers: contentType, body: JSON.stringify(result) }
  const { status, headers, errors, wellFormed } = result
  return {
    status: wellFormed && type === JSON_TYPE ? 200 : status,
    headers: { ...headers, ...contentType },
    body: JSON.stringify({ errors }),
  }
}

/** The first type that the client accepts; without an Accept header the older one (GraphQL over HTTP, section 6.1). */
function acceptedType(accept: string | null): string | undefined {
  return new Negotiator({ headers: { accept: accept ?? JSON_TYPE } }).mediaType([JSON_TYPE, RESPONSE_TYPE])
}
