/** Most characters of an upstream's own message that a client is shown. */
export const MOST_OF_A_MESSAGE = 300

/** How far a text is looked at: it can be as long as an answer. */
const LOOKED_AT = 4_096

/** A text of an upstream as one line of at most so many characters; undefined where nothing is left of it. */
export function shownText(text: string, most: number): string | undefined {
  const line = text
    .slice(0, LOOKED_AT)
    .toWellFormed()
    .replace(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, ' ')
    .trim()
  if (line === '') return undefined
  const characters = [...line]
  return characters.length > most ? `${characters.slice(0, most - 1).join('')}…` : line
}
