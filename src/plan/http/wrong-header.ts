import { CONNECTION_HEADERS, HEADER_NAME, NOT_IN_HEADER_VALUE } from './header-value.ts'

/** What is wrong with a header that code of one's own adds, without its value: words to stand behind its name. `name` is in lower case. */
export function wrongHeader(name: string, value: unknown): string | undefined {
  if (!HEADER_NAME.test(name)) return 'which is no name of a header'
  if (CONNECTION_HEADERS.has(name)) return 'which is set by the connection itself'
  if (typeof value !== 'string') return 'which is no text'
  return NOT_IN_HEADER_VALUE.test(value) ? 'which has a character that no header can hold' : undefined
}
