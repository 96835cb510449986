import type { AnswerHeaders } from './receive.ts'

/** A header of an answer, by its name in lower case; the values of one that came several times are one text (RFC 9110, 5.3). */
export function headerText(headers: AnswerHeaders, name: string): string | undefined {
  const value = Object.hasOwn(headers, name) ? headers[name] : undefined
  return Array.isArray(value) ? value.join(', ') : value
}
