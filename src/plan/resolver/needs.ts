import type { BatchResolver, FieldResolver, ResolverReads } from './resolver-map.ts'
import type { NeededNames, TypedDescription } from './typed-resolver.ts'

/**
 * A resolver with the names that it needs of its parent, which then has these and no others, for TypeScript too; and with what it reads of the
 * request, if that is known. It is `{ needs, resolve, reads }`.
 *
 * @example
 * ```ts
 * import { needs } from 'sluice'
 *
 * const fullName = needs(['first', 'last'], user => `${user.first} ${user.last}`)
 * console.log(fullName.needs?.join()) // first,last
 * ```
 */
export function needs<Whole, Named, Name extends string, Args, Context, Value>(
  names: readonly Name[],
  resolve:
    | FieldResolver<NeededNames<Named, Name>, Args, Value, Context>
    | BatchResolver<NeededNames<Named, Name>, Args, Value, Context>,
  reads?: ResolverReads,
): TypedDescription<Whole, Named, Args, Context, Value> {
  type Resolve = TypedDescription<Whole, Named, Args, Context, Value>['resolve']
  const described = { needs: names, resolve: resolve as unknown as Resolve }
  return reads ? { ...described, reads } : described
}
