type Reviver = (key: string, value: unknown, context: { readonly source: string }) => unknown

// ECMAScript's "JSON.parse source text access", which the compiler's library doesn't know yet.
const parse = JSON.parse as (text: string, reviver: Reviver) => unknown

/** The same JSON without white space; keys keep their order, numbers their digits. Throws SyntaxError. */
export function compactJson(text: string): string {
  return JSON.stringify(parseExactly(text))
}

/** The same JSON, indented; keys keep their order, numbers their digits. Throws SyntaxError. */
export function indentJson(text: string): string {
  return printIndented(parseExactly(text))
}

/** What `parseExactly` has read, as JSON again. */
export function printIndented(value: unknown): string {
  return JSON.stringify(value, null, 2)
}

/** Numbers keep their digits when they are written again. Throws SyntaxError. */
export function parseExactly(text: string): unknown {
  return parse(text, (_key, value, { source }) => (typeof value === 'number' ? JSON.rawJSON(source) : value))
}
