import Negotiator from 'negotiator'
import { remembered } from '../../source/remembered.ts'

/** The media types of answers (GraphQL over HTTP, section 4.1); without an Accept header the older one. */
export const JSON_TYPE = 'application/json'
export const RESPONSE_TYPE = 'application/graphql-response+json'

/** A parameter of a media range, with its name and its value if it has one (RFC 9110, 5.6.6). */
const PARAMETER = /;[ \t]*([^\s=;,"]*)[ \t]*(?:=[ \t]*("(?:[^"\\]|\\.)*"|[^;,]*))?/g

/** The type that the client likes best, the older one where it likes both; undefined where it accepts neither. */
export function acceptedType(accept = ''): string | undefined {
  // An empty list says nothing of what is liked, as no header does.
  return likedBest(accept || JSON_TYPE) || undefined
}

/** Empty where neither is accepted. */
const likedBest = remembered(
  ranges =>
    new Negotiator({ headers: { accept: withoutParameters(ranges) } }).mediaType([JSON_TYPE, RESPONSE_TYPE]) ?? '',
)

/**
 * Without the parameters that change nothing: an answer has none but its charset, UTF-8, and what a client says of versions or
 * profiles beside that is passed over (RFC 9110, 12.5.1). A weight stays, and a charset that is never served.
 */
function withoutParameters(ranges: string): string {
  if (!ranges.includes(';')) return ranges
  return ranges.replace(PARAMETER, (parameter, name: string, value = '') => {
    const isWeight = name.toLowerCase() === 'q'
    const isOtherCharset = name.toLowerCase() === 'charset' && !/^"?utf-?8"?\s*$/i.test(value)
    return isWeight || isOtherCharset ? parameter : ''
  })
}
