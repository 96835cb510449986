/** A text of at most so many characters for people: what is cut off ends in `…`, and in no half of a character. */
export function shortened(text: string, most: number): string {
  return text.length > most ? `${text.slice(0, most - 1).toWellFormed()}…` : text
}
