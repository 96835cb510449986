import type { SqlComparison } from '../../../plan/sql/sql-filter.ts'
import { convertBoolean } from '../convert/boolean.ts'
import { convertValue } from '../convert/convert.ts'
import type { StoredForms } from '../convert/stored-forms.ts'
import { badUserInput } from '../error.ts'
import type { SqlScalar } from '../sql-value.ts'
import type { Comparison, Given, Resolve } from './comparison.ts'
import { type Comparator, type ComparedColumn, type Condition, combine } from './condition.ts'
import { LIST_CONDITIONS } from './list-conditions.ts'
import type { Operand } from './operand.ts'
import { RANGE_CONDITIONS } from './range-conditions.ts'
import { regexCondition } from './regex-condition.ts'
import { TEXT_CONDITIONS } from './text-conditions.ts'

/** The condition of each operator. */
const CONDITIONS: Readonly<Record<SqlComparison['operator'], Resolve>> = {
  eq: equals,
  ne: (operand, comparison) => equals(operand, opposite(comparison)),
  in: oneOf,
  notIn: (operand, comparison) => oneOf(operand, opposite(comparison)),
  isNull: (operand, comparison) => {
    const flag = operand.kind === 'value' ? convertBoolean(operand.value) : undefined
    if (typeof flag !== 'boolean') return comparison.unknown
    return nullCondition(flag ? comparison : opposite(comparison))
  },
  lt: ordered('<', '>='),
  lte: ordered('<=', '>'),
  gt: ordered('>', '<='),
  gte: ordered('>=', '<'),
  ...TEXT_CONDITIONS,
  ...LIST_CONDITIONS,
  ...RANGE_CONDITIONS,
  regex: regexCondition,
}

/**
 * The condition of one operator. It is unknown for an operand that the column can't hold, and null under any
 * operator but `eq` and `ne`. `true` where a list keeps nothing out. Throws
 * SourceError for a pattern that is too long, and for a column with which nothing can be compared.
 */
export function resolveComparison(
  operator: SqlComparison['operator'],
  operand: Given,
  comparison: Comparison,
): Condition | boolean {
  const { known, source } = comparison
  if (
    known?.incomparable &&
    operand.kind !== 'null' &&
    operator !== 'isNull' &&
    operator !== 'isEmpty' &&
    !(operator in TEXT_CONDITIONS)
  )
    throw badUserInput('Nothing can be compared with a value of this type; isNull can be asked.', source)
  return CONDITIONS[operator](operand, comparison)
}

function opposite(comparison: Comparison): Comparison {
  return { ...comparison, negated: !comparison.negated }
}

function equals(operand: Given, comparison: Comparison): Condition | boolean {
  return operand.kind === 'null' ? nullCondition(comparison) : oneOf(operand, comparison)
}

/** A comparator, and what it is under `not`. */
function ordered(plain: Comparator, inverse: Comparator): Resolve {
  return (operand, comparison) => {
    const { column, negated, unknown } = comparison
    if (operand.kind !== 'value') return unknown
    const operator = negated ? inverse : plain
    const forms = formsOf(operand.value, comparison)
    if (forms) return orderedForms(column, operator, forms)
    const value = convert(operand.value, comparison)
    return value === undefined ? unknown : { kind: 'compare', column, operator, value }
  }
}

/** The comparison in each stretch of the order; what is equal in another form belongs to `<=` and `>=` alone. */
function orderedForms(
  column: ComparedColumn,
  operator: Comparator,
  { equal, stretches }: StoredForms,
): Condition | boolean {
  const isBelow = operator.startsWith('<')
  const parts = stretches.map(({ value, end }, at) => {
    const test: Condition = { kind: 'compare', column, operator, value }
    const edge = isBelow ? stretches[at - 1]?.end : end
    if (edge === undefined) return test
    return combine('and', [test, { kind: 'compare', column, operator: isBelow ? '>=' : '<', value: edge }])
  })
  const inside = combine('or', parts)
  const others = equal.filter(value => stretches.every(stretch => stretch.value !== value))
  if (others.length === 0 || operator === '<' || operator === '>=') return inside
  const isAbove = operator === '>'
  return combine(isAbove ? 'and' : 'or', [inside, listCondition(column, others, isAbove)])
}

function nullCondition({ column, negated }: Comparison): Condition {
  return { kind: 'null', column, negated }
}

/** What is unknown in a list can be left out of what it matches, but not out of what it keeps out. */
function oneOf(operand: Operand, comparison: Comparison): Condition | boolean {
  const { column, negated, unknown } = comparison
  if (operand.kind !== 'value' && operand.kind !== 'list') return unknown
  const items = operand.kind === 'list' ? operand.items : [operand.value]
  const known = items.map(item => allForms(item, comparison)).filter(forms => forms !== undefined)
  if (known.length < items.length && negated !== unknown) return unknown
  const values = known.flat()
  return values.length === 0 ? negated : listCondition(column, values, negated)
}

/** Of one value or more. */
function listCondition(column: ComparedColumn, values: readonly SqlScalar[], negated: boolean): Condition {
  const [first] = values
  if (first === undefined || values.length > 1) return { kind: 'in', column, negated, values }
  return { kind: 'compare', column, operator: negated ? '<>' : '=', value: first }
}

function allForms(value: unknown, comparison: Comparison): readonly SqlScalar[] | undefined {
  const forms = formsOf(value, comparison)
  if (forms) return forms.equal
  const converted = convert(value, comparison)
  return converted === undefined ? undefined : [converted]
}

function formsOf(value: unknown, { known, converters }: Comparison): StoredForms | undefined {
  return known && converters.forms?.(value, known)
}

function convert(value: unknown, { known, converters }: Comparison): SqlScalar | undefined {
  return convertValue(value, known, converters)
}
