import type { Notation } from '../schema/notations.ts'
import type { Client } from '../source/client.ts'
import type { Key } from '../source/source-plan.ts'
import type { InputShape } from './input-shape.ts'
import type { Path } from './path.ts'
import type { Pipe } from './pipe.ts'

/** A string with `{$…}` expressions in it; one that is exactly one expression keeps the value's type. */
export type Template = readonly TemplatePart[]
type TemplatePart = string | Expression

/** One `{$…}`, with its names resolved. `$env` is read at start-up and becomes text. */
export interface Expression {
  readonly from: Reference
  /** The value after `??`, for an absent or null reference. */
  readonly fallback?: unknown
  /** What is done with the value, one behind another. */
  readonly pipes?: readonly Pipe[]
}

export type Reference =
  | {
      readonly root: 'args'
      readonly path: Path
      readonly shape?: InputShape
      readonly as?: Notation
      readonly bound?: BoundKind
    }
  /** The value at this index of the parent's Key. */
  | { readonly root: 'this'; readonly index: number }
  /** The values at this index of all Keys of the batch, in key order. */
  | { readonly root: 'batch'; readonly index: number }
  /** The Keys of the batch as objects of these fields, in key order. */
  | { readonly root: 'batchObjects'; readonly fields: readonly BatchField[] }
  | { readonly root: 'headers'; readonly name: string }
  /** The claim of the user's token, and the path into it. */
  | { readonly root: 'jwt'; readonly claim: string; readonly path: Path }
  /** Of the answer that the values are added to. */
  | { readonly root: 'response'; readonly path: Path }
  /** A value of the environment where it must not become text. */
  | { readonly root: 'constant'; readonly value: string }

/** A field of the objects that `{$batch}` by itself is the list of. */
export interface BatchField {
  /** As it is sent. */
  readonly name: string
  readonly index: number
}

/** What a text stands for by its GraphQL type, where a statement compares it without a column that tells. */
export type BoundKind = 'datetime' | 'decimal' | 'binary'

/** A value of a directive argument that may hold templates at any depth, as in `body: { ids: "{$batch.id}" }`. */
export type ValueTemplate =
  | { readonly kind: 'template'; readonly template: Template }
  | { readonly kind: 'literal'; readonly value: unknown }
  | { readonly kind: 'list'; readonly items: readonly ValueTemplate[] }
  | { readonly kind: 'object'; readonly fields: readonly (readonly [name: string, value: ValueTemplate])[] }

/** What the roots of a template's expressions stand for in one call. */
export interface TemplateScope {
  readonly args: Readonly<Record<string, unknown>>
  /** Read by `$this`. */
  readonly key: Key
  /** Read by `$batch`. */
  readonly batch: readonly Key[]
  readonly client: Client
  /** What `$response` reads; only where the answer is there. */
  readonly response?: unknown
}
