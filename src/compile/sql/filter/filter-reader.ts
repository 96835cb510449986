import {
  type GraphQLInputField,
  type GraphQLInputObjectType,
  type GraphQLNamedInputType,
  getNamedType,
  getNullableType,
  isInputObjectType,
  isListType,
} from 'graphql'
import { propertyPath } from '../../../plan/path.ts'
import type { ColumnTerm } from '../../../plan/sql/column-term.ts'
import { type FilterReader, isQuantifier, type Quantifier } from '../../../plan/sql/sql-filter.ts'
import {
  asksItems,
  FILTER_OPERATORS,
  type FilterOperator,
  isFilterOperator,
  OPERATOR_NAMES,
} from '../../../schema/filter-operators.ts'
import { suggestOrList } from '../../../schema/suggest.ts'
import type { SqlContext } from '../sql-context.ts'
import { pathOf, termOf } from '../term-of.ts'
import { relatedContext } from './related-context.ts'

/**
 * How an input type is read as a filter of the rows that the binding answers. A field's name is `and`, `or` or `not`, or what
 * the type's own field of that name reads, or its `@map`. Reports every field that can't be read, once.
 */
export function filterReader(type: GraphQLInputObjectType, context: SqlContext): FilterReader {
  const id = `${context.source} ${context.returned} ${type.name}`
  const known = context.filterReaders.get(id)
  if (known) return known
  const fields = new Map<string, FilterReader>()
  const reader: FilterReader = { kind: 'names', fields }
  context.filterReaders.set(id, reader)
  for (const field of Object.values(type.getFields())) {
    const read = fieldReader(type, field, context)
    if (read) fields.set(field.name, read)
  }
  return reader
}

function fieldReader(
  parent: GraphQLInputObjectType,
  field: GraphQLInputField,
  context: SqlContext,
): FilterReader | undefined {
  const { name } = field
  const type = getNamedType(field.type)
  const mapped = context.names.mappedInputName(parent.name, name, context.source)
  if (mapped === undefined && (name === 'and' || name === 'or' || name === 'not')) {
    if (isInputObjectType(type)) return { kind: name, filter: filterReader(type, context) }
    const message = `${parent.name}.${name} is of type ${type.name}, which is no filter.`
    context.report(undefined, message, `Write ${name}: ${name === 'not' ? parent.name : `[${parent.name}!]`}.`)
    return undefined
  }
  const { returned, source, valueReads } = context
  const at = `${parent.name}.${name}`
  const related = mapped === undefined ? relatedReader(name, type, context) : undefined
  if (related) {
    valueReads.add({ at, type: returned, field: name, path: propertyPath(name), source })
    return related
  }
  const term = mapped === undefined ? termOf(context, name, undefined) : { column: mapped }
  valueReads.add({
    at,
    type: returned,
    ...(mapped === undefined && { field: name }),
    path: pathOf(term),
    source,
  })
  if (mapped !== undefined)
    context.columns.push({
      column: mapped,
      argument: 'where',
      ...(context.relatedTable === undefined ? {} : { table: context.relatedTable }),
    })
  if (!isInputObjectType(type)) return { kind: 'value', ...term }
  const operators = operatorsReader(type, term, context)
  if (operators.kind === 'operators' && [...operators.operators.values()].some(asksItems))
    context.columns.push({
      ...{ column: term.column, argument: 'where', items: true },
      ...(context.relatedTable === undefined ? {} : { table: context.relatedTable }),
    })
  return operators
}

/** The reader of a field that is called as a relation is; undefined where its value is compared with a column. */
function relatedReader(name: string, type: GraphQLNamedInputType, context: SqlContext): FilterReader | undefined {
  const found = context.relations(context.returned, name, context.source)
  if (found?.kind !== 'relation' || !isInputObjectType(type)) return undefined
  const { list, key, to: relation } = found
  const inside = relatedContext(context, found)
  if (!list) {
    if (key !== undefined && namesOperators(type, context)) return undefined
    return { kind: 'one', relation, key, filter: filterReader(type, inside) }
  }
  const quantifiers = new Map<string, { quantifier: Quantifier; filter: FilterReader }>()
  for (const field of Object.values(type.getFields())) {
    const quantifier = operatorName(type, field.name, context)
    const filterType = getNamedType(field.type)
    if (!isQuantifier(quantifier) || !isInputObjectType(filterType)) {
      const message = `${type.name}.${field.name} is no filter that some, none or every has.`
      context.report(undefined, message, `Write some: ${found.type}Filter.`)
      continue
    }
    quantifiers.set(field.name, { quantifier, filter: filterReader(filterType, inside) })
  }
  return { kind: 'related', relation, quantifiers }
}

/** Whether any field of the input type is an operator. */
export function namesOperators(type: GraphQLInputObjectType, context: SqlContext): boolean {
  return Object.values(type.getFields()).some(({ name }) => isFilterOperator(operatorName(type, name, context)))
}

function operatorName(type: GraphQLInputObjectType, field: string, { names, source }: SqlContext): string {
  return names.mappedInputName(type.name, field, source) ?? field
}

/** How an input type is read as operators on a column. Reports every field that is none, wherever it is named. */
export function operatorsReader(type: GraphQLInputObjectType, term: ColumnTerm, context: SqlContext): FilterReader {
  const id = `${context.source} ${type.name}`
  const operators = context.filterOperators.get(id) ?? readOperators(type, context)
  const isRight = operators.size === Object.keys(type.getFields()).length
  if (isRight) context.filterOperators.set(id, operators)
  return { kind: 'operators', ...term, operators }
}

function readOperators(type: GraphQLInputObjectType, context: SqlContext): ReadonlyMap<string, FilterOperator> {
  const operators = new Map<string, FilterOperator>()
  for (const field of Object.values(type.getFields())) {
    const operator = operatorName(type, field.name, context)
    const at = `${type.name}.${field.name}`
    if (!isFilterOperator(operator)) {
      const suggestion = suggestOrList(operator, OPERATOR_NAMES, 'operators')
      context.report(undefined, `${at} is no operator.`, suggestion)
      continue
    }
    const isList = isListType(getNullableType(field.type))
    const takesList = FILTER_OPERATORS[operator].takes === 'list'
    if (isInputObjectType(getNamedType(field.type)))
      context.report(undefined, `${at} is an input object, and ${operator} takes scalars.`, 'Give it a scalar type.')
    else if (isList !== takesList)
      context.report(
        undefined,
        takesList
          ? `${at} is no list, and ${operator} takes one.`
          : `${at} is a list, and ${operator} takes one value.`,
        `Write ${field.name}: ${takesList ? `[${getNamedType(field.type).name}!]` : getNamedType(field.type).name}.`,
      )
    else operators.set(field.name, operator)
  }
  return operators
}
