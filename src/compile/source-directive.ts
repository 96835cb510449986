import type { SourceTraits } from '../plan/source-settings.ts'
import type { DirectiveUse } from '../schema/definition.ts'

/** A kind of source as its directive is read and spoken of, whatever that compiles to. */
export interface SourceDirective {
  /** Of the kind, of its directive, and of what `@source` says of it. */
  readonly name: string
  /** Its name with the article: `an http`. */
  readonly called: string
  /** A source to declare, with the option that says where it is. */
  readonly example: { readonly source: string; readonly option: string; readonly address: string }
  /** The directive as it stands on a field: `@http(GET: "/…")`. */
  readonly usage: string
  /** What to do about an `@map` beside it. */
  readonly insteadOfMap: string
  readonly traits: SourceTraits
  /** The type, of those that the package exports, by which code of one's own calls it; absent where code can't call it. */
  readonly clientType?: string
  /** Whether a field with it is answered page by page where its type is a connection. */
  isPaged(use: DirectiveUse): boolean
  /** Whether a field with it is computed over many objects where its type is an aggregate of them. */
  aggregates?(use: DirectiveUse): boolean
  /** What is missing where the field is not paged, and its type has the name of a connection and no definition. */
  readonly unpaged?: { readonly message: string; readonly suggestion: string }
  /** The type whose objects it writes, where that is not the one that it returns; empty for objects of no type. */
  writtenType?(use: DirectiveUse): string | undefined
}

/** The kinds of sources, by name. */
export type SourceDirectives<Kind extends SourceDirective = SourceDirective> = ReadonlyMap<string, Kind>

/** What to do about a second one at the same place. */
export function keepOne(kinds: SourceDirectives): string {
  return `Keep one of ${listOf(
    [...kinds.keys()].map(name => `@${name}`),
    'conjunction',
  )}.`
}

/** `a, b and c`, or `a, b or c`. */
export function listOf(words: readonly string[], type: 'conjunction' | 'disjunction'): string {
  return new Intl.ListFormat('en-GB', { type }).format(words)
}
