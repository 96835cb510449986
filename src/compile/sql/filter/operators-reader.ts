import { type GraphQLInputObjectType, getNamedType, getNullableType, isInputObjectType, isListType } from 'graphql'
import type { ColumnTerm } from '../../../plan/sql/column-term.ts'
import type { FilterReader } from '../../../plan/sql/sql-filter.ts'
import {
  FILTER_OPERATORS,
  type FilterOperator,
  isFilterOperator,
  OPERATOR_NAMES,
} from '../../../schema/filter-operators.ts'
import { suggestOrList } from '../../../schema/suggest.ts'
import type { SqlContext } from '../sql-context.ts'

/** Whether any field of the input type is an operator. */
export function namesOperators(type: GraphQLInputObjectType, context: SqlContext): boolean {
  return Object.values(type.getFields()).some(({ name }) => isFilterOperator(operatorName(type, name, context)))
}

/** What an input field is called as: by its `@map`, or its own name. */
export function operatorName(type: GraphQLInputObjectType, field: string, { names, source }: SqlContext): string {
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
    const { takes } = FILTER_OPERATORS[operator]
    if (isInputObjectType(getNamedType(field.type)) && takes !== 'range')
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
