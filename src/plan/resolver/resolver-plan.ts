import type { SourcePaths } from '../source-path.ts'
import type { BatchResolver, FieldResolver } from './resolver-map.ts'

/** The name under which objects that resolvers return stand among those of sources: no source has it. They have the schema's names. */
export const RESOLVERS = ''

/** A field that code of one's own answers. */
export interface ResolverPlan {
  /** Schema coordinate of the field. */
  readonly coordinate: string
  readonly run:
    | { readonly kind: 'each'; readonly call: FieldResolver }
    | { readonly kind: 'batch'; readonly call: BatchResolver['batch'] }
  /** What its parents have; undefined for all that an answer says of them. */
  readonly needs: readonly Need[] | undefined
  /** What it reads of the client's request, names in lower case; undefined where nobody knows. */
  readonly reads: { readonly headers: readonly string[]; readonly claims: readonly string[] } | undefined
}

/** One name that a resolver reads of its parent. */
interface Need {
  readonly name: string
  /** The plain field of the parent's type that it is; undefined for a name of the upstream's own. */
  readonly field: string | undefined
  readonly paths: SourcePaths
}
