import { type GraphQLInputType, type GraphQLSchema, getNamedType, isInputObjectType } from 'graphql'
import type { Path } from '../../../plan/path.ts'

/** The type of an argument, or of what stands in an input object; undefined where none of that name is there. */
export function argumentTypeAt(
  [first, ...rest]: Path,
  schema: GraphQLSchema,
  coordinate: string,
): GraphQLInputType | undefined {
  const [typeName = '', fieldName = ''] = coordinate.split('.')
  const type = schema.getType(typeName)
  const field = type && 'getFields' in type ? type.getFields()[fieldName] : undefined
  if (first?.kind !== 'property' || !field || !('args' in field)) return undefined
  return rest.reduce<GraphQLInputType | undefined>(
    (outer, part) => {
      const named = outer && getNamedType(outer)
      return part.kind === 'property' && isInputObjectType(named) ? named.getFields()[part.name]?.type : undefined
    },
    field.args.find(({ name }) => name === first.name)?.type,
  )
}
