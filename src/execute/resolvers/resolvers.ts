import {
  type GraphQLFieldResolver,
  type GraphQLResolveInfo,
  type GraphQLSchema,
  isAbstractType,
  isObjectType,
} from 'graphql'
import { toGraphQLError } from '../../result/client-error.ts'
import { asResolverError } from '../../result/shown-error.ts'
import type { FindExecution } from './find-execution.ts'
import type { Resolved } from './resolved.ts'

/** Makes a public schema executable by graphql-js and whatever server stands on it. */
export function attachResolvers(schema: GraphQLSchema, find: FindExecution): void {
  const resolve = createResolver(find)
  for (const type of Object.values(schema.getTypeMap())) {
    if (type.name.startsWith('__')) continue
    if (isAbstractType(type)) type.resolveType = typeNameOf
    if (isObjectType(type)) for (const field of Object.values(type.getFields())) field.resolve = resolve
  }
}

function typeNameOf(answer: unknown): string | undefined {
  return (answer as Resolved).type?.name
}

function createResolver(find: FindExecution): GraphQLFieldResolver<unknown, unknown> {
  return (parent, args, context, info) => {
    try {
      const execution = find(context, info)
      const answer = isRoot(info) ? execution.rootAnswer() : (parent as Resolved)
      const place = execution.placeOf(answer, info.parentType, String(info.path.key))
      if (!place) throw new Error(`no plan for the field ${info.parentType.name}.${info.fieldName}`)
      const value = execution.resolve(place, answer, args, info.variableValues)
      return value instanceof Promise ? value.then(publish, raise) : publish(value)
    } catch (error) {
      return raise(error)
    }
  }
}

function isRoot({ path }: GraphQLResolveInfo): boolean {
  return path.prev === undefined
}

/** A value as graphql-js takes it: errors in it, in lists too, as clients may see them. */
function publish(value: unknown): unknown {
  if (value instanceof Error) return toGraphQLError(asResolverError(value))
  return Array.isArray(value) ? value.map(publish) : value
}

function raise(error: unknown): never {
  throw toGraphQLError(asResolverError(error))
}
