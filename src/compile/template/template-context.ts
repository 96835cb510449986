import type { GraphQLArgument } from 'graphql'
import type { KeyParts } from '../key-parts.ts'
import type { Report } from '../problem-list.ts'
import type { InputShapes } from './input-shapes.ts'

/** What the templates of one directive may refer to. */
export interface TemplateContext {
  readonly report: Report
  /** Tells what can be served, and may not be meant. */
  readonly warn?: Report
  /** Read at start-up, as `{$env.X}`. */
  readonly environment: Readonly<Record<string, string | undefined>>
  /** The field's arguments; undefined where the directive stands on no field. */
  readonly args: readonly GraphQLArgument[] | undefined
  /** The schema coordinate of the field that has them. */
  readonly coordinate?: string
  /** Gathers `$this` and `$batch`; undefined where there is no parent. */
  readonly keys: KeyParts | undefined
  /** The names that make the key of a batch, and as what each is sent, where `{$batch}` by itself may stand. */
  readonly batchFields?: readonly { readonly name: string; readonly sentAs: string }[]
  /** Whether an `@jwt` of the schema says whose tokens are trusted, which `$jwt` reads. */
  readonly hasUsers: boolean
  /** Whether the answer is there, which `$response` reads. */
  readonly answered?: true
  readonly shapes: InputShapes
  /** The source that the values are sent to. */
  readonly source: string
}
