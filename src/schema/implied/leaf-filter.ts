import { FILTER_OPERATORS, type FilterOperator, operatorsOf, operatorsOfSeveral } from '../filter-operators.ts'
import { rangeInputName } from './implied-range.ts'

/** What the field of a scalar or enum type is compared with, as SDL. */
export function leafFilter(name: string, type: string): string {
  const description = `What a field of type ${type} is compared with. All of it must be so; null is neither equal nor unequal to a value.`
  return operatorsInput(name, type, description, operatorsOf(type))
}

/** What is asked of a list of such values, as SDL. */
export function leafListFilter(name: string, type: string): string {
  return operatorsInput(
    name,
    type,
    `What is asked of a list of type [${type}]. All of it must be so.`,
    operatorsOfSeveral('list'),
  )
}

/** What is asked of a range of such values, as SDL. */
export function rangeFilter(name: string, type: string): string {
  return operatorsInput(
    name,
    type,
    `What is asked of a range of type ${type}. All of it must be so.`,
    operatorsOfSeveral('range'),
  )
}

function operatorsInput(name: string, type: string, description: string, operators: readonly FilterOperator[]): string {
  const fields = operators.map(operator => `${descriptionOf(operator)}\n${operator}: ${operandType(operator, type)}`)
  return `"${description}"\ninput ${name} {\n${fields.join('\n')}\n}`
}

function descriptionOf(operator: FilterOperator): string {
  return JSON.stringify(FILTER_OPERATORS[operator].description)
}

function operandType(operator: FilterOperator, type: string): string {
  switch (FILTER_OPERATORS[operator].takes) {
    case 'flag':
      return 'Boolean'
    case 'list':
      return `[${type}!]`
    case 'text':
      return 'String'
    case 'range':
      return rangeInputName(type)
    default:
      return type
  }
}
