/** `film actor` as `filmActor`; a digit can't begin a name of GraphQL. Empty without words. */
export function camelCase(words: readonly string[]): string {
  const text = words.map((word, index) => (index === 0 ? word : capital(word))).join('')
  return /^\d/.test(text) ? `_${text}` : text
}

/** `film actor` as `FilmActor`. */
export function pascalCase(words: readonly string[]): string {
  const text = words.map(capital).join('')
  return /^\d/.test(text) ? `_${text}` : text
}

/** `pg 13` as `PG_13`. */
export function constantCase(words: readonly string[]): string {
  const text = words.join('_').toUpperCase()
  return /^\d/.test(text) ? `_${text}` : text
}

export function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1)
}
