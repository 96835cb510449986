import { evaluateValue } from '../../../plan/evaluate.ts'
import type { SqlSearch } from '../../../plan/sql/sql-search.ts'
import type { TemplateScope } from '../../../plan/template.ts'
import { convertText } from '../convert/text.ts'
import { badUserInput } from '../error.ts'
import { MAX_SEARCH_LENGTH, MAX_SEARCH_TERMS } from '../limits.ts'
import type { SelectSearch } from './search-syntax.ts'
import { searchTerms } from './search-terms.ts'

/** What a call looks for; undefined where the text is absent or null. Throws SourceError for a text that is none, says nothing or too much. */
export function resolveSearch(
  { text: template, ...index }: SqlSearch,
  scope: TemplateScope,
  source: string,
): SelectSearch | undefined {
  const given = evaluateValue(template, scope)
  if (given === undefined || given === null) return undefined
  const text = convertText(given)
  if (text === undefined) throw badUserInput('What is searched for must be text.', source)
  if (text.length > MAX_SEARCH_LENGTH)
    throw badUserInput(`The text of the search is longer than ${MAX_SEARCH_LENGTH} characters.`, source)
  const terms = searchTerms(text)
  if (terms.length > MAX_SEARCH_TERMS)
    throw badUserInput(`The text of the search has more than ${MAX_SEARCH_TERMS} words.`, source)
  if (terms.every(({ isExcluded }) => isExcluded))
    throw badUserInput('The text of the search has no word to look for.', source)
  return { ...index, terms }
}
