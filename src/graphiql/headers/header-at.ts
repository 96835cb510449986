/** A name of a JSON object as far as it has been written, with its quotes; offsets into the text. */
interface BegunName {
  readonly from: number
  readonly to: number
  readonly hasQuote: boolean
}

/** What may stand before a name, and the name. */
const BEFORE = /(?:^|[{,])\s*("?[\w-]*)$/
const AFTER = /^[\w-]*"?/

/** The name that is being written at an offset; undefined where a value, or nothing, is expected. */
export function nameAt(text: string, offset: number): BegunName | undefined {
  const [, name] = BEFORE.exec(text.slice(0, offset)) ?? []
  if (name === undefined) return undefined
  const [rest = ''] = AFTER.exec(text.slice(offset)) ?? []
  return { from: offset - name.length, to: offset + rest.length, hasQuote: name.startsWith('"') }
}

/** What is written for a header, as a snippet of Monaco whose cursor is in the value: with braces, where `text` has none yet. */
export function textFor(name: string, text: string): string {
  const property = `"${name}": "$0"`
  return text.includes('{') ? property : `{\n  ${property}\n}`
}
