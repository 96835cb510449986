import type { RawTemplate } from '../template/parse-template.ts'

/** Splits at a separator that stands in the text, never at one inside an expression; an empty piece has no parts. */
export function splitTemplate(raw: RawTemplate, separator: string, limit = Number.POSITIVE_INFINITY): RawTemplate[] {
  const pieces: RawTemplate[number][][] = [[]]
  for (const part of raw) {
    if (typeof part !== 'string') {
      pieces.at(-1)?.push(part)
      continue
    }
    let rest = part
    for (let at = rest.indexOf(separator); at !== -1 && pieces.length < limit; at = rest.indexOf(separator)) {
      if (at > 0) pieces.at(-1)?.push(rest.slice(0, at))
      pieces.push([])
      rest = rest.slice(at + separator.length)
    }
    if (rest !== '') pieces.at(-1)?.push(rest)
  }
  return pieces
}
