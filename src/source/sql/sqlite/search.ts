import {
  LOOKED_FOR,
  quotedTerm,
  ROWS,
  type SearchSyntax,
  type SearchText,
  type SelectSearch,
} from '../search/search-syntax.ts'

/**
 * By a table of FTS5, whose rows have the row ids of those that are found (https://sqlite.org/fts5.html). All terms must be
 * there. Its rank is smaller the better.
 */
export const SQLITE_SEARCH: SearchSyntax = {
  operand,
  join: ({ index = '' }) => {
    const found: SearchText = ['select rowid as "sluice_id", -rank as "sluice_rank" from ', { name: index }]
    const wanted: SearchText = [' where ', { name: index }, ' match ', LOOKED_FOR]
    return [' inner join (', ...found, ...wanted, ') as "sluice_found" on "sluice_id" = ', ROWS, '."rowid"']
  },
  rank: () => ['"sluice_rank"'],
}

function operand({ columns, terms }: SelectSearch): string {
  const named = columns.map(name => `"${name.replaceAll('"', '""')}"`).join(' ')
  const wanted = terms.filter(({ isExcluded }) => !isExcluded).map(quotedTerm)
  const excluded = terms.filter(({ isExcluded }) => isExcluded).map(quotedTerm)
  const without = excluded.length > 0 ? ` NOT (${excluded.join(' OR ')})` : ''
  return `{${named}} : ((${wanted.join(' AND ')})${without})`
}
