/** Letters that no decomposition brings down to ASCII. */
const LATIN: ReadonlyMap<string, string> = new Map([
  ['ß', 'ss'],
  ['æ', 'ae'],
  ['œ', 'oe'],
  ['ø', 'o'],
  ['đ', 'd'],
  ['ð', 'd'],
  ['ł', 'l'],
  ['þ', 'th'],
  ['ı', 'i'],
])

/**
 * The words of an identifier, in lower case and ASCII: `film_actors`, `filmActors` and `Film-Actors` are `film actors`,
 * `userID` is `user id`. What has no Latin letter or digit is passed over; there may be no word at all.
 */
export function wordsOf(identifier: string): string[] {
  const spaced = identifier
    .normalize('NFKD')
    .replace(/[\p{M}'’]/gu, '')
    .replace(/([\p{Ll}\d])(\p{Lu})/gu, '$1 $2')
    .replace(/(\p{Lu}+)(\p{Lu}\p{Ll})/gu, '$1 $2')
  return [...spaced.toLowerCase()]
    .map(letter => LATIN.get(letter) ?? letter)
    .join('')
    .split(/[^a-z\d]+/)
    .filter(word => word !== '')
}
