import {
  type GraphQLInputField,
  type GraphQLInputObjectType,
  getNamedType,
  getNullableType,
  isEnumType,
  isInputObjectType,
  isListType,
} from 'graphql'
import { propertyPath } from '../../plan/path.ts'
import { ORDER_WAYS, type OrderFields, type OrderReader } from '../../plan/sql/sql-order.ts'
import type { SqlTerm } from '../../plan/sql/sql-terms.ts'
import { appliedArgument } from '../template/applied-argument.ts'
import { whyNot } from './compile-order.ts'
import { addOrderTerms } from './compile-terms.ts'
import { relatedContext } from './filter/related-context.ts'
import type { SqlContext } from './sql-context.ts'
import { inputTerm } from './term-of.ts'

/**
 * What an argument named `orderBy` orders by: the column of each field of its input object, whose value is a direction, or what
 * such an object says of the related row. A field is named as the type's own field is, or by its `@map`.
 */
export function compileClientOrder(context: SqlContext): OrderFields | undefined {
  const argument = appliedArgument(context, 'orderBy')
  if (!argument) return undefined
  const open = getNullableType(argument.type)
  const type = getNullableType(isListType(open) ? open.ofType : open)
  if (isInputObjectType(type)) return orderFields(type, context)
  context.report(
    undefined,
    `the argument orderBy is of type ${argument.type}, which names no columns.`,
    `Write orderBy: [${context.returned}Order!]; it needs no definition.`,
  )
  return undefined
}

function orderFields(type: GraphQLInputObjectType, context: SqlContext): OrderFields {
  const id = `${context.source} ${context.returned} ${type.name}`
  const known = context.orderFields.get(id)
  if (known) return known
  const fields = new Map<string, OrderReader>()
  context.orderFields.set(id, fields)
  for (const field of Object.values(type.getFields())) {
    const reader = compileField(context, type.name, field)
    if (reader) fields.set(field.name, reader)
  }
  return fields
}

function compileField(context: SqlContext, typeName: string, field: GraphQLInputField): OrderReader | undefined {
  const { name } = field
  const { returned, source, report } = context
  const at = `${typeName}.${name}`
  const type = getNamedType(field.type)
  if (isInputObjectType(type)) {
    const found = context.relations(returned, name, source)
    if (found?.kind !== 'relation') {
      const { message, suggestion } = whyNot(name, found)
      report(undefined, `${at}: an order can't go through ${name}: ${message}`, suggestion)
      return undefined
    }
    context.valueReads.add({ at, type: returned, field: name, path: propertyPath(name), source })
    const inside = relatedContext(context, found)
    if (!found.list) return { kind: 'related', relation: found.to, fields: orderFields(type, inside) }
    const terms = new Map<string, SqlTerm>()
    addOrderTerms(type, inside, terms)
    return { kind: 'aggregate', relation: found.to, terms }
  }
  const values = isEnumType(type) ? type.getValues().map(({ value }) => value) : []
  if (values.length === 0 || !values.every(value => ORDER_WAYS.has(value)))
    report(
      undefined,
      `${at} is of type ${type.name}, which is no enum of ASC and DESC.`,
      'Write an enum with these two values, or with @map(from: "ASC") and @map(from: "DESC").',
    )
  return { kind: 'column', ...inputTerm(context, typeName, name, 'orderBy') }
}
