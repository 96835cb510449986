import { didYouMean } from 'graphql/jsutils/didYouMean.js'
import { suggestionList } from 'graphql/jsutils/suggestionList.js'

/** `Did you mean "headers"?` for a name that is close to a known one, else all that there are. */
export function knownNames(name: string, known: readonly string[]): string {
  const close = suggestionList(name, known)
  return close.length > 0 ? didYouMean(close).trim() : `There are ${known.join(', ')}.`
}
