import type { YAMLError } from 'yaml'

/** A quoted text in a document: where its first quote is, and the one that ends it. */
interface Quoted {
  readonly start: number
  readonly end: number
}

/**
 * The text with the lines of one quoted scalar further in: they have to be (YAML 1.2.2, 7.3.3), and what older readers took as it
 * was is in many a document. `undefined` for an error of another kind. Blanks before such a line are no part of the scalar.
 */
export function indentQuoted(text: string, { message, pos: [at] }: YAMLError): string | undefined {
  const quote = /^Missing closing (['"])quote/.exec(message)?.[1]
  const quoted = quote === undefined ? undefined : findQuoted(text, at, quote)
  if (!quoted) return undefined
  const { start, end } = quoted
  const lineStart = text.lastIndexOf('\n', start) + 1
  const indent = ' '.repeat(start - lineStart + 1)
  const lines = text.slice(start, end).replaceAll(/\n(?=.)/g, `\n${indent}`)
  return text.slice(0, start) + lines + text.slice(end)
}

/** The scalar that begins in the line of a position and goes on behind it. */
function findQuoted(text: string, at: number, quote: string): Quoted | undefined {
  const lineStart = text.lastIndexOf('\n', at - 1) + 1
  const before = /^\s*(?:- +)*(?:[^'"\n]*?: +)?(?=['"])/.exec(text.slice(lineStart, at))?.[0]
  const start = lineStart + (before ?? '').length
  if (before === undefined || text[start] !== quote) return undefined
  for (let end = start + 1; end < text.length; end++) {
    if (quote === '"' && text[end] === '\\') end++
    else if (text[end] === quote && quote === "'" && text[end + 1] === "'") end++
    else if (text[end] === quote) return end > at ? { start, end } : undefined
  }
  return undefined
}
