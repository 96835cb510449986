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
  return [...identifier.normalize('NFKD').replace(/[\p{M}'’]/gu, '')]
    .map(letter => LATIN.get(letter) ?? capitalOf(letter))
    .join('')
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1 $2')
    .split(/[^A-Za-z\d]+/)
    .filter(word => word !== '')
    .map(word => word.toLowerCase())
}

function capitalOf(letter: string): string {
  return LATIN.get(letter.toLowerCase())?.toUpperCase() ?? letter
}
