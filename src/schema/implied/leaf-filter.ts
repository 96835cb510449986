import { FILTER_OPERATORS, type FilterOperator, operatorsOf } from '../filter-operators.ts'

/** What the field of a scalar or enum type is compared with, as SDL. */
export function leafFilter(name: string, type: string): string {
  const fields = operatorsOf(type).map(
    operator => `${descriptionOf(operator)}\n${operator}: ${operandType(operator, type)}`,
  )
  return `"What a field of type ${type} is compared with. All of it must be so; null is neither equal nor unequal to a value."
input ${name} {
${fields.join('\n')}
}`
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
    default:
      return type
  }
}
