declare global {
  interface JSON {
    /** Text that `JSON.stringify` writes as it is; https://tc39.es/proposal-json-parse-with-source/. */
    rawJSON(text: string): object
  }
}

/** The value as JSON text, with a `bigint` written as its digits; `undefined` has no text. */
export function jsonBody(value: unknown): string | undefined {
  return JSON.stringify(value, (_name, inner) => (typeof inner === 'bigint' ? JSON.rawJSON(String(inner)) : inner))
}
