/** When a database takes two texts for one, other than character by character. */
export interface Collation {
  /** As the database calls it. */
  readonly name: string
  /** The character set of the column's texts, where collations belong to one. */
  readonly charset?: string
  /** Whether letters of ASCII are equal in upper and lower case. */
  readonly ignoresCase: boolean
  /** Whether spaces at the end don't count. */
  readonly ignoresPadding: boolean
  /** The texts for which these two rules are all; only the database knows of the others. */
  readonly rulesCover: 'all' | 'ascii' | 'none'
  /** Whether the database matches no pattern by it; patterns then compare letter by letter. */
  readonly refusesPatterns?: boolean
}
