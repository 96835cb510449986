import { databaseError } from '../../database-error.ts'
import { convertBoolean } from '../convert/boolean.ts'
import { convertValue } from '../convert/convert.ts'
import { badUserInput } from '../error.ts'
import { MAX_LIST_ITEMS } from '../limits.ts'
import type { SqlScalar } from '../sql-value.ts'
import type { Comparison, Resolve } from './comparison.ts'
import type { Condition } from './condition.ts'
import { hasBetween } from './range-conditions.ts'

/** The condition of each operator that asks about the items of a list; some can be asked of a range, too. */
export const LIST_CONDITIONS = {
  has: (operand, comparison) => {
    if (comparison.known?.bounds) return hasBetween(operand, comparison)
    return operand.kind === 'value' ? hasEvery([operand.value], comparison) : none(comparison)
  },
  hasEvery: (operand, comparison) => (operand.kind === 'list' ? hasEvery(operand.items, comparison) : none(comparison)),
  hasSome: (operand, comparison) => (operand.kind === 'list' ? hasSome(operand.items, comparison) : none(comparison)),
  isEmpty: (operand, comparison) => {
    const isRange = comparison.known?.bounds !== undefined
    if (!isRange) itemsOf(comparison)
    const flag = operand.kind === 'value' ? convertBoolean(operand.value) : undefined
    const { column, negated, unknown } = comparison
    return typeof flag === 'boolean' ? { kind: 'empty', column, isRange, negated: flag === negated } : unknown
  },
} as const satisfies Readonly<Record<string, Resolve>>

/** What is unknown may be there or not: it can't be known that all are. */
function hasEvery(items: readonly unknown[], comparison: Comparison): Condition | boolean {
  const known = converted(items, comparison)
  if (known.length < items.length) return comparison.unknown
  return known.length === 0 ? !comparison.negated : itemsCondition('@>', known, comparison)
}

/** What is unknown can be left out of what is matched, but not of what is kept out. */
function hasSome(items: readonly unknown[], comparison: Comparison): Condition | boolean {
  const known = converted(items, comparison)
  const { negated, unknown } = comparison
  if (known.length < items.length && negated !== unknown) return unknown
  return known.length === 0 ? negated : itemsCondition('&&', known, comparison)
}

function none(comparison: Comparison): boolean {
  itemsOf(comparison)
  return comparison.unknown
}

function itemsCondition(
  operator: '@>' | '&&',
  items: readonly SqlScalar[],
  { column, known, converters, source, negated, unknown }: Comparison,
): Condition | boolean {
  if (items.length > MAX_LIST_ITEMS) throw badUserInput(`A list has more than ${MAX_LIST_ITEMS} items.`, source)
  const value = known && converters.storedList?.(items, known)
  return value === undefined ? unknown : { kind: 'items', column, negated, operator, value }
}

function converted(items: readonly unknown[], comparison: Comparison): readonly SqlScalar[] {
  const of = itemsOf(comparison)
  return items
    .map(item => (item === null || item === undefined ? undefined : convertValue(item, of, comparison.converters)))
    .filter(item => item !== undefined)
}

/** What each item is. Throws SourceError for a column that holds no lists. */
function itemsOf({ column, known, source }: Comparison) {
  if (known?.kind === 'list' && known.items) return known.items
  throw databaseError('db_error', source, new Error(`the column "${JSON.stringify(column)}" holds no lists`))
}
