import { type GraphQLFieldResolver, type GraphQLSchema, isAbstractType, isObjectType } from 'graphql'
import type { SchemaPlan } from '../plan/schema-plan.ts'
import { asFieldError } from '../result/field-error.ts'
import type { Answer } from './answer.ts'
import { concreteType } from './concrete-type.ts'
import type { Execution } from './execution.ts'

/** Makes the public schema executable by graphql-js; the context of an operation is its Execution. */
export function attachResolvers({ schema }: SchemaPlan): void {
  for (const type of Object.values(schema.getTypeMap())) {
    if (type.name.startsWith('__')) continue
    if (isAbstractType(type)) type.resolveType = answer => typeNameOf(schema, type, answer)
    if (isObjectType(type)) for (const field of Object.values(type.getFields())) field.resolve = resolveField
  }
}

const resolveField: GraphQLFieldResolver<Answer, Execution> = (parent, args, execution, info) => {
  try {
    const place = execution.placeOf(parent, info.parentType, String(info.path.key))
    if (!place) throw new Error(`no plan for the field ${info.parentType.name}.${info.fieldName}`)
    const value = execution.resolve(place, parent, args, info.variableValues)
    return value instanceof Promise ? value.catch(raise) : value
  } catch (error) {
    return raise(error)
  }
}

function typeNameOf(schema: GraphQLSchema, type: Parameters<typeof concreteType>[1]['type'], answer: Answer): string {
  const shape = { kind: 'object', nonNull: false, type, abstract: true, hasHome: false } as const
  return concreteType(schema, shape, answer.value, answer.source).name
}

function raise(error: unknown): never {
  throw asFieldError(error)
}
