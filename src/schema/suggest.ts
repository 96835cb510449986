import { didYouMean } from 'graphql/jsutils/didYouMean.js'
import { suggestionList } from 'graphql/jsutils/suggestionList.js'

/**
 * `Did you mean "users"?` for a name that is close to one of the known ones, or undefined. By graphql-js's own measure,
 * which takes two letters that have changed places for one mistake: `bd` is close to `db`.
 */
export function suggest(name: string, known: Iterable<string>): string | undefined {
  const close = suggestionList(name, [...known])
  return close.length === 0 ? undefined : didYouMean(close).trim()
}

/** Like suggest, or else all that there are. */
export function knownNames(name: string, known: readonly string[]): string {
  return suggest(name, known) ?? `There are ${known.join(', ')}.`
}

/** Like suggest, or else the list of all that there is, or else nothing. */
export function suggestOrList(name: string, known: Iterable<string>, what: string): string {
  const all = [...known]
  const close = suggest(name, all)
  if (close) return close
  return all.length === 0
    ? `There are no ${what}.`
    : `Known ${what}: ${all.slice(0, 12).join(', ')}${all.length > 12 ? ', …' : ''}.`
}
