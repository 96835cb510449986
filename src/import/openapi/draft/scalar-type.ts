import type { ScalarView } from '../schema/schema-view.ts'
import { TEXT_FORMATS } from '../schema/text-formats.ts'

const WIDE_FORMATS = new Set(['int64', 'uint64', 'uint32', 'bigint', 'long', 'unix-time-ms'])

/** Bytes of a disk, and milliseconds since 1970. */
const WIDE_NAMES = /\b(?:bytes|timestamp|epoch|(?:time|timestamp|at|date|epoch) (?:ms|millis|milliseconds))$/

/** Whether the words name what tells one object from others: `id`, `userId`, `post_ids`. */
function isKeyName(words: readonly string[]): boolean {
  return words.at(-1) === 'id' || words.at(-1) === 'ids'
}

/**
 * The scalar of a value. `where` is an answer, a URL or header, or a JSON body: there the upstream sees whether a number was
 * sent or a text, and an `ID` is a text.
 */
export function scalarOf(view: ScalarView, words: readonly string[], where: 'answer' | 'url' | 'body'): string {
  const isKey = isKeyName(words)
  switch (view.type) {
    case 'boolean':
      return 'Boolean'
    case 'integer':
      if (isKey && where !== 'body') return 'ID'
      return isWide(view, words) || (isKey && view.format !== 'int32') ? 'BigInt' : 'Int'
    case 'number':
      return view.format === 'decimal' && where !== 'body' ? 'Decimal' : 'Float'
    default:
      return isKey ? 'ID' : (TEXT_FORMATS.get(view.format) ?? 'String')
  }
}

/** By its format, what the document shows of it, or its name where the format says nothing. */
function isWide({ format, isWide: isShown }: ScalarView, words: readonly string[]): boolean {
  return isShown === true || WIDE_FORMATS.has(format) || (format === '' && WIDE_NAMES.test(words.join(' ')))
}
