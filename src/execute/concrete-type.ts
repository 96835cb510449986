import { type GraphQLObjectType, type GraphQLSchema, isAbstractType, isObjectType } from 'graphql'
import type { ObjectShape } from '../plan/operation/shape.ts'
import { readPath } from '../plan/path.ts'
import { wrongShape } from '../result/field-error.ts'

const TYPE_NAME = [{ kind: 'property', name: '__typename' }] as const

/** The type of an object: the field's own, or for an interface or union what the object tells. Throws SourceError. */
export function concreteType(
  schema: GraphQLSchema,
  shape: ObjectShape,
  value: unknown,
  source: string,
): GraphQLObjectType {
  if (!isAbstractType(shape.type)) return shape.type as GraphQLObjectType
  const { paths, types } = shape.abstract ?? {}
  const told = readPath(value, paths?.get(source) ?? TYPE_NAME)
  if (told instanceof Error) throw told
  const text = told === null || typeof told === 'object' ? undefined : String(told)
  const known = types?.get(source)
  const name = known && text !== undefined ? known.get(text) : text
  const type = name === undefined ? undefined : schema.getType(name)
  if (isObjectType(type) && schema.isSubType(shape.type, type)) return type
  throw wrongShape('an object that tells its type', source)
}
