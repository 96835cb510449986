import {
  type GraphQLInputField,
  getNamedType,
  getNullableType,
  isEnumType,
  isInputObjectType,
  isListType,
} from 'graphql'
import { propertyPath } from '../../plan/path.ts'
import { appliedArgument } from '../template/applied-argument.ts'
import { columnOf } from './column-of.ts'
import type { SqlContext } from './sql-context.ts'

/**
 * What an argument named `orderBy` orders by: the column of each field of its input object, whose value is `ASC` or `DESC`.
 * A field is named as the type's own field is, or by its `@map`.
 */
export function compileClientOrder(context: SqlContext): ReadonlyMap<string, string> | undefined {
  const argument = appliedArgument(context, 'orderBy')
  if (!argument) return undefined
  const open = getNullableType(argument.type)
  const type = getNullableType(isListType(open) ? open.ofType : open)
  if (isInputObjectType(type))
    return new Map(Object.values(type.getFields()).map(field => [field.name, compileField(context, type.name, field)]))
  context.report(
    undefined,
    `the argument orderBy is of type ${argument.type}, which names no columns.`,
    `Write orderBy: [${context.returned}Order!]; it needs no definition.`,
  )
  return undefined
}

function compileField(context: SqlContext, typeName: string, { name, type }: GraphQLInputField): string {
  const direction = getNamedType(type)
  const values = isEnumType(direction) ? direction.getValues().map(({ value }) => value) : []
  if (values.length === 0 || !values.every(value => value === 'ASC' || value === 'DESC'))
    context.report(
      undefined,
      `${typeName}.${name} is of type ${direction.name}, which is no enum of ASC and DESC.`,
      'Write an enum with these two values, or with @map(from: "ASC") and @map(from: "DESC").',
    )
  const mapped = context.names.mappedInputName(typeName, name, context.source)
  const column = mapped ?? columnOf(context, name, undefined)
  const { returned, source } = context
  context.valueReads.add({
    at: `${typeName}.${name}`,
    type: returned,
    ...(mapped === undefined && { field: name }),
    path: propertyPath(column),
    source,
  })
  if (mapped !== undefined) context.columns.push({ column, argument: 'orderBy' })
  return column
}
