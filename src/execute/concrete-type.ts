import { type GraphQLObjectType, type GraphQLSchema, isAbstractType, isObjectType } from 'graphql'
import type { ObjectShape } from '../plan/operation/shape.ts'
import { readPath } from '../plan/path.ts'
import { wrongShape } from '../result/field-error.ts'

/** The characters of an upstream's text that the log shows. */
const MOST_SHOWN = 100

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
  const text = told === undefined || told === null || typeof told === 'object' ? undefined : String(told)
  const known = types?.get(source)
  const name = known && text !== undefined ? known.get(text) : text
  const type = name === undefined ? undefined : schema.getType(name)
  if (isObjectType(type) && schema.isSubType(shape.type, type)) return type
  const cause = new Error(
    text === undefined ? 'it tells no type' : `"${text.slice(0, MOST_SHOWN)}" is no type of ${shape.type.name}`,
  )
  throw wrongShape('an object that tells its type', source, cause)
}
