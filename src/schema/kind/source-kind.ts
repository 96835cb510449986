import type { ConstDirectiveNode } from 'graphql'
import type { OptionTable } from '../source-options/source-option.ts'

/** What directives of other systems are for, where the kinds of sources have each their own way to it. */
export type ForeignPurpose = 'home' | 'join' | 'field' | 'statement' | 'cache' | 'source'

/** A kind of source as the schema language has it: its definitions, and what types they imply. */
export interface SourceKind {
  /** The name of the input type of its options. */
  readonly input: string
  /** What `@source` may say of it. */
  readonly options: OptionTable
  /** Its directive, which has the name of the kind, and the types of its arguments and options that nothing else defines, as SDL. */
  readonly definitions: string
  /**
   * The argument of its directive, and the option of its source, that says how a list is read page by page and where an
   * answer has the `total`. Without one, it counts every connection.
   */
  readonly pages?: { readonly option: string; readonly styles: readonly string[] }
  /** Whether the `where` of its directive tells which objects belong to a parent: filters go through such fields. */
  readonly relates?: boolean
  /** The names of the values by which its directive, as the home of a type, asks for an object. */
  keyOf?(home: ConstDirectiveNode): readonly string[]
  /** The arguments of its directive that write. What it writes can be one transaction. */
  readonly writes?: readonly string[]
  /** What to write in it instead of directives of other systems, as `Write …` goes on. */
  readonly instead?: { readonly [purpose in ForeignPurpose]?: string }
}
