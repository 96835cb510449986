import pluralize from 'pluralize'

/** One and many alike. */
const UNCOUNTABLE = ['analytics', 'css', 'data', 'dns', 'goods', 'logistics', 'media', 'metadata', 'sms', 'statistics']

/** What looks like a plural and is none, or has another plural than the rules make. */
const IRREGULAR = [
  ['atlas', 'atlases'],
  ['basis', 'bases'],
  ['bias', 'biases'],
  ['canvas', 'canvases'],
  ['cookie', 'cookies'],
  ['has', 'has'],
  ['is', 'is'],
  ['lens', 'lenses'],
  ['os', 'oses'],
  ['schema', 'schemas'],
  ['this', 'this'],
  ['virus', 'viruses'],
] as const

for (const word of UNCOUNTABLE) pluralize.addUncountableRule(word)
for (const [one, many] of IRREGULAR) pluralize.addIrregularRule(one, many)

/** The words with the last one in the singular: `film actors` is `film actor`. */
export function singular(words: readonly string[]): string[] {
  return inflectLast(words, pluralize.singular)
}

/** The words with the last one in the plural. */
export function plural(words: readonly string[]): string[] {
  return inflectLast(words, pluralize.plural)
}

function inflectLast(words: readonly string[], inflect: (word: string) => string): string[] {
  // Of `s` alone nothing would be left.
  return words.map((word, index) => (index === words.length - 1 ? inflect(word) || word : word))
}
