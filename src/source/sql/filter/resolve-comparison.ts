import type { SqlOperator } from '../../../plan/sql/sql-filter.ts'
import type { Column } from '../../catalog.ts'
import { convertBoolean } from '../convert/boolean.ts'
import { type Converters, convertValue } from '../convert/convert.ts'
import { badUserInput } from '../error.ts'
import { MAX_PATTERN_BYTES } from '../limits.ts'
import type { SqlScalar } from '../sql-value.ts'
import type { Comparator, Condition } from './condition.ts'
import { escapeWildcards, likePattern } from './like-pattern.ts'
import type { Operand } from './operand.ts'

/** What an operator is applied to. */
interface Comparison {
  readonly column: string
  /** `undefined` for a column of a query's result. */
  readonly known: Column | undefined
  readonly converters: Converters
  readonly source: string
  readonly negated: boolean
  /** What counts for a comparison that is unknown. */
  readonly unknown: boolean
}

/** Each with what it is under `not`. */
const COMPARATORS: Readonly<Record<'lt' | 'lte' | 'gt' | 'gte', readonly [Comparator, Comparator]>> = {
  lt: ['<', '>='],
  lte: ['<=', '>'],
  gt: ['>', '<='],
  gte: ['>=', '<'],
}

/**
 * The condition of one operator. It is unknown for an operand that the column can't hold, and null under any
 * operator but `eq` and `ne`. `true` where a list keeps nothing out. Throws
 * SourceError for a pattern that is too long.
 */
export function resolveComparison(
  operator: SqlOperator,
  operand: Exclude<Operand, { kind: 'absent' }>,
  comparison: Comparison,
): Condition | boolean {
  switch (operator) {
    case 'eq':
    case 'ne': {
      const against = { ...comparison, negated: comparison.negated !== (operator === 'ne') }
      return operand.kind === 'null' ? nullCondition(against) : oneOf(operand, against)
    }
    case 'in':
      return oneOf(operand, comparison)
    case 'notIn':
      return oneOf(operand, { ...comparison, negated: !comparison.negated })
    case 'isNull': {
      const flag = operand.kind === 'value' ? convertBoolean(operand.value) : undefined
      if (typeof flag !== 'boolean') return comparison.unknown
      return nullCondition({ ...comparison, negated: comparison.negated !== !flag })
    }
    case 'like':
    case 'startsWith':
    case 'contains':
      return matches(operator, operand, comparison)
    default: {
      const { column, negated } = comparison
      const value = operand.kind === 'value' ? convert(operand.value, comparison) : undefined
      if (value === undefined) return comparison.unknown
      const [plain, opposite] = COMPARATORS[operator]
      return { kind: 'compare', column, operator: negated ? opposite : plain, value }
    }
  }
}

function nullCondition({ column, negated }: Comparison): Condition {
  return { kind: 'null', column, negated }
}

/** What is unknown in a list can be left out of what it matches, but not out of what it keeps out. */
function oneOf(operand: Operand, comparison: Comparison): Condition | boolean {
  const { column, negated, unknown } = comparison
  if (operand.kind !== 'value' && operand.kind !== 'list') return unknown
  const items = operand.kind === 'list' ? operand.items : [operand.value]
  const values = items.map(item => convert(item, comparison)).filter(item => item !== undefined)
  if (values.length < items.length && negated !== unknown) return unknown
  const [first] = values
  if (first === undefined) return negated
  if (values.length > 1) return { kind: 'in', column, negated, values }
  return { kind: 'compare', column, operator: negated ? '<>' : '=', value: first }
}

function matches(
  operator: 'like' | 'startsWith' | 'contains',
  operand: Operand,
  { column, known, converters, source, negated, unknown }: Comparison,
): Condition | boolean {
  const { form: _, ...open } = known ?? {}
  const as: Column = { name: column, nullable: true, ...open, kind: 'text' }
  const text = operand.kind === 'value' ? converters.text(operand.value, as) : undefined
  // SQLite takes a NUL for a pattern's end: all that stands behind it would be found too.
  if (typeof text !== 'string' || text.includes('\0') || known?.kind === 'binary') return unknown
  const pattern =
    operator === 'like' ? likePattern(text) : `${operator === 'contains' ? '%' : ''}${escapeWildcards(text)}%`
  if (Buffer.byteLength(pattern) > MAX_PATTERN_BYTES)
    throw badUserInput(`The text for "${operator}" is too long.`, source)
  return {
    kind: 'like',
    column,
    negated,
    pattern,
    cast: known !== undefined && (known.kind !== 'text' || known.typed === true),
    plain: known?.collation?.refusesPatterns === true,
  }
}

function convert(value: unknown, { known, converters }: Comparison): SqlScalar | undefined {
  return convertValue(value, known, converters)
}
