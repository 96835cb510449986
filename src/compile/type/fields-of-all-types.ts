import { type GraphQLSchema, isInterfaceType } from 'graphql'

/** The coordinate of a field; of one of an interface those of the same field of all its types. */
export function fieldsOfAllTypes(coordinate: string, schema: GraphQLSchema): readonly string[] {
  const [typeName = '', fieldName] = coordinate.split('.')
  const type = schema.getType(typeName)
  if (!isInterfaceType(type)) return [coordinate]
  return schema.getPossibleTypes(type).map(({ name }) => `${name}.${fieldName}`)
}
