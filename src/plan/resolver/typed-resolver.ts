import type { BatchResolver, FieldResolver, ResolverReads } from './resolver-map.ts'

/** What else an upstream may have answered beside what the schema names. */
export type UpstreamNames = Readonly<Record<string, unknown>>

/**
 * A resolver of a field that `sluice types` knows. `Whole` are the names of its parent as sources answer it, `Named` those that `needs`
 * may have of it: fields of the schema.
 */
export type TypedResolver<Whole, Named, Args, Context, Value> =
  | FieldResolver<Whole & UpstreamNames, Args, Value, Context>
  | BatchResolver<Whole & UpstreamNames, Args, Value, Context>
  | TypedDescription<Whole, Named, Args, Context, Value>

/** One with what it reads. Its parent may lack any name here: `needs()` tells which ones it has. */
export interface TypedDescription<Whole, Named, Args, Context, Value> {
  readonly resolve:
    | FieldResolver<SomeNames<Whole, Named>, Args, Value, Context>
    | BatchResolver<SomeNames<Whole, Named>, Args, Value, Context>
  readonly needs?: readonly string[]
  readonly reads?: ResolverReads
}

type SomeNames<Whole, Named> = UpstreamNames & {
  readonly [Name in keyof Whole | keyof Named]?:
    | (Name extends keyof Whole ? Whole[Name] : never)
    | (Name extends keyof Named ? Named[Name] : never)
}

/** A list that a resolver answers: anything that can be gone through but a text, with an Error in the place of an item that failed. */
export type AnsweredList<Item> = Iterable<Item | Error | Promise<Item | Error>> & object

/** A parent with the names that a resolver needs, and no others; of an upstream's own names nobody knows what they are. */
export type NeededNames<Named, Name extends string> = {
  readonly [Each in Name]: Each extends keyof Named ? Named[Each] : unknown
}
