import { type GraphQLObjectType, type GraphQLSchema, isObjectType } from 'graphql'

/** The object types of a schema, without those of introspection. */
export function objectTypes(schema: GraphQLSchema): readonly GraphQLObjectType[] {
  return Object.values(schema.getTypeMap())
    .filter(isObjectType)
    .filter(({ name }) => !name.startsWith('__'))
}
