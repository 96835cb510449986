import type { ConstValueNode, GraphQLResolveInfo } from 'graphql'
import type { ResolverContext } from './resolver-context.ts'

/** Resolvers of one's own, by the names of their types: what a module exports as `resolvers`. */
export interface ResolverMap {
  readonly [type: string]: TypeResolvers | AbstractResolver | ScalarResolver
}

/** Those of an object type, by the names of its fields. */
export interface TypeResolvers {
  // A resolver says itself what its parents and arguments are.
  // biome-ignore lint/suspicious/noExplicitAny: the types of the schema are those of `sluice types`.
  readonly [field: string]: FieldResolver<any, any> | BatchResolver<any, any> | DescribedResolver<any, any>
}

/** Answers one field of one object: a value, a list, a key of the type's home, or a promise of one. */
export type FieldResolver<Parent = unknown, Args = unknown, Value = unknown, Context = ResolverContext> = (
  parent: Parent,
  args: Args,
  context: Context,
  info: ResolverInfo,
) => Value | Promise<Value>

/** Answers one field of all objects of a level at once: one value for each parent, in their order; an Error is that of its parent. */
export interface BatchResolver<Parent = unknown, Args = unknown, Value = unknown, Context = ResolverContext> {
  readonly batch: (
    parents: readonly Parent[],
    args: Args,
    context: Context,
    info: ResolverInfo,
  ) => readonly (Value | Error)[] | Promise<readonly (Value | Error)[]>
}

/** A resolver with what it reads. */
export interface DescribedResolver<Parent = unknown, Args = unknown, Value = unknown> {
  readonly resolve: FieldResolver<Parent, Args, Value> | BatchResolver<Parent, Args, Value>
  /** The fields or upstream names that it reads of its parent, which then has these and no others. */
  readonly needs?: readonly string[]
  /** What of the client's request may make its answers differ. Unless said, that is unknown. */
  readonly reads?: ResolverReads
}

/** Names of headers, and of claims of the user's token. */
export interface ResolverReads {
  readonly headers?: readonly string[]
  readonly claims?: readonly string[]
}

/** An interface or union that tells the type of an object by its own code. */
export interface AbstractResolver {
  readonly __resolveType: TypeResolver
}

/** The name of an object's type; undefined where it has none. */
// biome-ignore lint/suspicious/noExplicitAny: the object is whatever answered it.
export type TypeResolver = (object: any) => string | undefined

/** A scalar of one's own: a GraphQLScalarType is one. */
export interface ScalarResolver {
  /** What clients get for a value. Throws for one that is none. */
  serialize(value: unknown): unknown
  /** What is read of a client's variable. Throws for a value that is none. */
  parseValue(value: unknown): unknown
  /** What is read of a literal in an operation; that of its plain value unless said. */
  parseLiteral?(node: ConstValueNode): unknown
}

/** What an ordinary resolver is told of its field, without the path: it is called for a whole level. */
export type ResolverInfo = Pick<
  GraphQLResolveInfo,
  'fieldName' | 'fieldNodes' | 'returnType' | 'parentType' | 'schema' | 'fragments' | 'operation' | 'variableValues'
>
