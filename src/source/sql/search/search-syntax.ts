import type { SqlSearchIndex } from '../../../plan/sql/sql-search.ts'
import type { SearchTerm } from './search-terms.ts'

/** What is looked for where. */
export interface SelectSearch extends SqlSearchIndex {
  /** One at least that is not excluded. */
  readonly terms: readonly SearchTerm[]
}

/** Text of our own, with places for names, for what is looked for, and for the table of the rows. */
export type SearchText = readonly (string | { readonly name: string } | typeof LOOKED_FOR | typeof ROWS)[]
export const LOOKED_FOR = Symbol('looked for')
export const ROWS = Symbol('rows')

/** How a database searches. */
export interface SearchSyntax {
  /** The terms as the database reads them: what is bound. Nothing in a term is an operator. */
  readonly operand: (search: SelectSearch) => string
  /** What is joined to the rows; absent where their own columns are searched. */
  readonly join?: (search: SelectSearch) => SearchText
  /** What is true of a row that is found; absent where the join leaves no other. */
  readonly test?: (search: SelectSearch) => SearchText
  /** A number of a row that is found, larger the better it fits. */
  readonly rank: (search: SelectSearch) => SearchText
}

/** A term in quotes, in which nothing is an operator: terms have no quotes. */
export function quotedTerm({ text }: SearchTerm): string {
  return `"${text}"`
}

/** Parts with the text between them. */
export function joinText(parts: readonly SearchText[], separator: string): SearchText {
  return parts.flatMap((part, at) => (at === 0 ? part : [separator, ...part]))
}
