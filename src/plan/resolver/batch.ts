import type { ResolverContext } from './resolver-context.ts'
import type { BatchResolver } from './resolver-map.ts'

/**
 * A resolver that answers its field for all parents of a level at once: it is called with the list of them, and answers one value for
 * each, in their order. An Error in the place of a value is the error of that parent.
 *
 * @example
 * ```ts
 * import { batch } from 'sluice'
 *
 * export const resolvers = {
 *   Post: { shout: batch((posts: readonly { title: string }[]) => posts.map(({ title }) => title.toUpperCase())) },
 * }
 * console.log(await resolvers.Post.shout.batch([{ title: 'Hello' }], {}, undefined as never, undefined as never)) // [ 'HELLO' ]
 * ```
 */
export function batch<Parent, Args, Value, Context = ResolverContext>(
  call: BatchResolver<Parent, Args, Value, Context>['batch'],
): BatchResolver<Parent, Args, Value, Context> {
  return { batch: call }
}
