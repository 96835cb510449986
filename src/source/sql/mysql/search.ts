import {
  joinText,
  LOOKED_FOR,
  quotedTerm,
  type SearchSyntax,
  type SearchText,
  type SelectSearch,
} from '../search/search-syntax.ts'

/**
 * In Boolean mode, for phrases and what is excluded. A word is none that must be there: InnoDB would find nothing where one is
 * too short or too frequent for its index (MySQL, "Full-Text Restrictions"), so any of them is enough, and the rank tells.
 */
export const MYSQL_SEARCH: SearchSyntax = {
  operand: ({ terms }) =>
    terms.map(term => `${term.isExcluded ? '-' : term.isPhrase ? '+' : ''}${quotedTerm(term)}`).join(' '),
  test: match,
  rank: match,
}

function match({ columns }: SelectSearch): SearchText {
  const names = joinText(
    columns.map(name => [{ name }]),
    ', ',
  )
  return ['match (', ...names, ') against (', LOOKED_FOR, ' in boolean mode)']
}
