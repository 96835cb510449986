import { parse } from 'content-type'

/** A `Content-Type` in its parts (RFC 9110, 8.3.1). */
export interface MediaType {
  /** `type/subtype` in lower case; whatever text stands there. */
  readonly type: string
  readonly charset: string | undefined
}

/** Reads any text; of a parameter that is there twice the first counts. */
export function readMediaType(text: string): MediaType {
  const { type, parameters } = parse(text)
  return { type, charset: parameters.charset }
}

/** Whether it is JSON, by its name, an old one of it, or its structured suffix (RFC 6839, 3.1): `application/problem+json`. */
export function isJsonType(type: string): boolean {
  return /^(?:(?:application|text)\/json|[^\s/]+\/[^\s/]+\+json)$/.test(type)
}
