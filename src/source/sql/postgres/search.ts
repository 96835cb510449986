import {
  joinText,
  LOOKED_FOR,
  quotedTerm,
  type SearchSyntax,
  type SearchText,
  type SelectSearch,
} from '../search/search-syntax.ts'

/** By `websearch_to_tsquery`, which takes any text: words in quotes are no operators to it. All terms must be there. */
export const POSTGRES_SEARCH: SearchSyntax = {
  operand: ({ terms }) => terms.map(term => `${term.isExcluded ? '-' : ''}${quotedTerm(term)}`).join(' '),
  test: search => [...vector(search), ' @@ ', ...query(search)],
  rank: search => ['ts_rank(', ...vector(search), ', ', ...query(search), ')'],
}

/** The very expression that an index must be on, where there is no column of it. */
function vector({ columns, config, index }: SelectSearch): SearchText {
  if (index !== undefined) return [{ name: index }]
  const texts = columns.map((name): SearchText => ['coalesce(', { name }, ", '')"])
  return [`to_tsvector('${config}', `, ...joinText(texts, " || ' ' || "), ')']
}

function query({ config }: SelectSearch): SearchText {
  return [`websearch_to_tsquery('${config}', `, LOOKED_FOR, ')']
}
