import type { GraphQLFormattedError } from 'graphql'

/** An answer to a request that is not executed. */
export interface Refusal {
  readonly refused: true
  /** HTTP status; for GraphQL's own request errors only where the client accepts `application/graphql-response+json`. */
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly errors: readonly GraphQLFormattedError[]
  /** Whether it is a well-formed GraphQL request with an error in its document or variables. */
  readonly wellFormed: boolean
}

/** Refuses a request that is no GraphQL request. */
export function refuse(status: number, message: string, headers: Record<string, string> = {}): Refusal {
  return {
    refused: true,
    status,
    headers,
    errors: [{ message, extensions: { code: 'BAD_USER_INPUT' } }],
    wellFormed: false,
  }
}

/** Refuses a GraphQL request for what is in it. */
export function refuseOperation(errors: readonly GraphQLFormattedError[]): Refusal {
  return { refused: true, status: 400, headers: {}, errors, wellFormed: true }
}

export function isRefusal(value: object): value is Refusal {
  return 'refused' in value
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
