/** A word, or words in this order, as somebody has written them. */
export interface SearchTerm {
  readonly text: string
  /** Whether it was in quotes: words that stand together. */
  readonly isPhrase: boolean
  /** Whether a minus is before it: rows that have it are not found. */
  readonly isExcluded: boolean
}

const TERM = /(-?)(?:"([^"]*)"|([^\s"]+))/g
/** What an index makes words of; everything else lies between them. */
const WORD = /[\p{L}\p{N}]/u

/** The terms of a text: words, `"words together"` and `-without`. None has a quote, a NUL or a line break, and each has a letter or digit. */
export function searchTerms(text: string): readonly SearchTerm[] {
  return [...text.replaceAll('\0', ' ').matchAll(TERM)]
    .map(([, minus, phrase, word = '']) => ({
      text: (phrase ?? word).replaceAll(/\s+/g, ' ').trim(),
      isPhrase: phrase !== undefined,
      isExcluded: minus === '-',
    }))
    .filter(({ text: said }) => WORD.test(said))
}
