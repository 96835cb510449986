import { type GraphQLFieldResolver, type GraphQLTypeResolver, isAbstractType, isObjectType } from 'graphql'
import { readPath } from '../plan/path.ts'
import type { SchemaPlan } from '../plan/schema-plan.ts'
import { asFieldError, wrongShape } from '../result/field-error.ts'
import type { Answer } from './answer.ts'
import type { Execution } from './execution.ts'

const TYPE_NAME = [{ kind: 'property', name: '__typename' }] as const

/** Makes the public schema executable by graphql-js; the context of an operation is its Execution. */
export function attachResolvers({ schema }: SchemaPlan): void {
  for (const type of Object.values(schema.getTypeMap())) {
    if (type.name.startsWith('__')) continue
    if (isAbstractType(type)) type.resolveType = resolveType
    if (isObjectType(type)) for (const field of Object.values(type.getFields())) field.resolve = resolveField
  }
}

const resolveField: GraphQLFieldResolver<Answer, Execution> = (parent, args, execution, info) => {
  try {
    const place = parent.children.get(info.parentType.name)?.get(String(info.path.key))
    if (!place) throw new Error(`no plan for the field ${info.parentType.name}.${info.fieldName}`)
    const value = execution.resolve(place, parent, args, info.variableValues)
    return value instanceof Promise ? value.catch(raise) : value
  } catch (error) {
    return raise(error)
  }
}

const resolveType: GraphQLTypeResolver<Answer, Execution> = ({ value, source }) => {
  const name = readPath(value, TYPE_NAME)
  if (typeof name === 'string') return name
  throw wrongShape('an object that tells its type', source)
}

function raise(error: unknown): never {
  throw asFieldError(error)
}
