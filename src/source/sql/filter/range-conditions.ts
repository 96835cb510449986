import { databaseError } from '../../database-error.ts'
import { convertValue } from '../convert/convert.ts'
import type { Comparison, Given, Resolve } from './comparison.ts'
import type { Condition } from './condition.ts'

/** The condition of each operator that holds a range against another one. */
export const RANGE_CONDITIONS = {
  overlaps: besides('&&'),
  covers: besides('@>'),
  within: besides('<@'),
} as const satisfies Readonly<Record<string, Resolve>>

function besides(operator: '&&' | '@>' | '<@'): Resolve {
  return (operand, { column, known, converters, source, negated, unknown }) => {
    if (!known?.bounds)
      throw databaseError('db_error', source, new Error(`the column "${JSON.stringify(column)}" holds no ranges`))
    const given = operand.kind === 'value' || operand.kind === 'parts' ? operand.value : undefined
    const value = convertValue(given, known, converters)
    return value === undefined ? unknown : { kind: 'items', column, negated, operator, value, as: known.form }
  }
}

/** Whether a value is one of a range's. */
export function hasBetween(
  operand: Given,
  { column, known, converters, negated, unknown }: Comparison,
): Condition | boolean {
  const { bounds } = known ?? {}
  const value = operand.kind === 'value' ? convertValue(operand.value, bounds, converters) : undefined
  return value === undefined ? unknown : { kind: 'items', column, negated, operator: '@>', value, as: bounds?.type }
}
