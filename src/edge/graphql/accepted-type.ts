import Negotiator from 'negotiator'

/** The media types of answers (GraphQL over HTTP, section 4.1); without an Accept header the older one. */
export const JSON_TYPE = 'application/json'
export const RESPONSE_TYPE = 'application/graphql-response+json'

/** The type that the client likes best, the older one where it likes both; undefined where it accepts neither. */
export function acceptedType(accept = JSON_TYPE): string | undefined {
  return new Negotiator({ headers: { accept } }).mediaType([JSON_TYPE, RESPONSE_TYPE])
}
