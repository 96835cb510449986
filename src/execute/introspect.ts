import type { GraphQLSchema } from 'graphql'
import type { FieldPlace } from '../plan/operation/operation-plan.ts'
import type { Node } from './answer-node.ts'
import { caught } from './caught.ts'
import type { Args } from './place-loaders.ts'

/** What the schema tells of itself, by the resolvers that graphql-js gives the fields of introspection. */
export function introspect(
  { definition }: FieldPlace,
  parents: readonly Node[],
  args: Args,
  schema: GraphQLSchema,
): readonly unknown[] {
  const { resolve } = definition
  const info = { schema } as Parameters<NonNullable<typeof resolve>>[3]
  return parents.map(({ value }) => caught(() => resolve?.(value, args, undefined, info)))
}
