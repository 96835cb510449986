/** What may be an integer that a double can't hold: no part of a fraction, and of a text only by chance. */
const LONG_INTEGER = /(?:^|[[:,\s-])\d{16,1000}(?![\d.eE])/
/** Beyond every upstream's integers; to convert digits of any length would take its time. */
const INTEGER = /^-?\d{1,1000}$/

/**
 * Reads JSON text as JSON.parse does, but gives integers beyond 2^53, of 1,000 digits at most, as `bigint`, so that no
 * upstream key is ever rounded. Throws SyntaxError.
 */
export function parseJson(text: string): unknown {
  return LONG_INTEGER.test(text) ? JSON.parse(text, exactInteger as Reviver) : JSON.parse(text)
}

type Reviver = (this: unknown, key: string, value: unknown) => unknown

function exactInteger(_key: string, value: unknown, context?: { readonly source?: string }): unknown {
  const source = context?.source
  if (typeof value !== 'number' || source === undefined || Number.isSafeInteger(value)) return value
  return INTEGER.test(source) ? BigInt(source) : value
}

declare global {
  interface JSON {
    /** Text that `JSON.stringify` writes as it is; https://tc39.es/proposal-json-parse-with-source/. */
    rawJSON(text: string): object
  }
}

/** The value as JSON text, with a `bigint` written as its digits; `undefined` has no text. */
export function printJson(value: unknown): string | undefined {
  return JSON.stringify(value, (_name, inner) => (typeof inner === 'bigint' ? JSON.rawJSON(String(inner)) : inner))
}
