import type { ColumnTerm } from '../../../plan/sql/column-term.ts'
import type { SqlComparison, SqlFilter } from '../../../plan/sql/sql-filter.ts'
import type { ValueTemplate } from '../../../plan/template.ts'
import { valueExpressions } from '../../../plan/value-expressions.ts'
import {
  asksItems,
  FILTER_OPERATORS,
  type FilterOperator,
  isFilterOperator,
  OPERATOR_NAMES,
} from '../../../schema/filter-operators.ts'
import { suggestOrList } from '../../../schema/suggest.ts'
import { compileValue, type TemplatePlace } from '../../template/compile-template.ts'
import { noteColumn } from '../note-column.ts'
import { termOf } from '../term-of.ts'
import { compileOperatorsTemplate } from './compile-input-filter.ts'
import type { FilterContext } from './filter-context.ts'
import { refuseAbsent } from './refuse-absent.ts'

/** Compiles what a column is compared with: a value, a list of values, null, or `{ operator: value, … }`. */
export function compileComparison(name: string, value: unknown, context: FilterContext): SqlFilter {
  return compileOperators(termOf(context, name, context.argument), name, value, context)
}

/** The same of what is found already; `name` is how it is written. */
export function compileOperators(term: ColumnTerm, name: string, value: unknown, context: FilterContext): SqlFilter {
  const { report, argument } = context
  const input = compileOperatorsTemplate(value, term, context)
  if (input) return input
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return compare(term, 'eq', compileOperand(value, 'list', context), context)
  const entries = Object.entries(value)
  if (entries.length === 0) report(argument, 'there is no operator here.', `Write ${name}: { eq: "{$args.${name}}" }.`)
  const comparisons = entries.flatMap(([operator, operand]) =>
    compileOperator(term, operator, operand, { ...context, argument: `${argument}.${operator}` }),
  )
  const [only] = comparisons
  return only && comparisons.length === 1 ? only : { kind: 'and', filters: comparisons }
}

/** What a template may be behind an operator; one scalar unless said. A range is an object too. */
const TAKEN: Readonly<Record<string, TemplatePlace['takes']>> = { list: 'list', range: 'anything' }

function compileOperator(
  term: ColumnTerm,
  operator: string,
  operand: unknown,
  context: FilterContext,
): SqlComparison[] {
  const { report, argument } = context
  if (!isFilterOperator(operator)) {
    const suggestion = suggestOrList(operator, OPERATOR_NAMES, 'operators')
    report(argument, `there is no operator "${operator}".`, suggestion)
    return []
  }
  const refusal = unfitting(operator, operand)
  if (refusal) {
    report(argument, refusal.message, refusal.suggestion)
    return []
  }
  const takes = TAKEN[FILTER_OPERATORS[operator].takes] ?? 'scalar'
  return [compare(term, operator, compileOperand(operand, takes, context), context)]
}

function compare(
  term: ColumnTerm,
  operator: FilterOperator,
  value: ValueTemplate,
  context: FilterContext,
): SqlComparison {
  refuseAbsent(operator, value, context)
  const named = { column: term.column, argument: context.argument }
  const { of: holds } = FILTER_OPERATORS[operator]
  if (holds) noteColumn(context, { ...named, holds })
  if (operator === 'regex') noteColumn(context, { ...named, regex: true })
  const isOfColumn = isEquated(operator) && !term.inside
  if (isOfColumn && !(value.kind === 'literal' && value.value === null))
    noteColumn(context, { ...named, compared: true })
  return { kind: 'compare', ...term, operator, value }
}

/** Whether the column's type needs an equality for the operator. */
function isEquated(operator: FilterOperator): boolean {
  const { takes } = FILTER_OPERATORS[operator]
  return !asksItems(operator) && (takes === 'value' || takes === 'list')
}

/** What can't stand behind the operator, as far as it is no template. */
function unfitting(operator: FilterOperator, operand: unknown): { message: string; suggestion: string } | undefined {
  const { takes, takesNull } = FILTER_OPERATORS[operator]
  const isTemplate = typeof operand === 'string' && operand.includes('{')
  if (isTemplate) return undefined
  if (operand === null && !takesNull)
    return {
      message: `null is unknown under ${operator}: it matches nothing.`,
      suggestion: 'Write isNull: true or isNull: false.',
    }
  if (takes === 'list')
    return Array.isArray(operand)
      ? undefined
      : { message: `${operator} takes a list.`, suggestion: `Write ${operator}: [1, 2] or ${operator}: "{$args.ids}".` }
  if (typeof operand === 'object' && operand !== null && takes === 'range')
    return { message: `${operator} takes one range.`, suggestion: `Write ${operator}: "{$args.range}".` }
  if (typeof operand === 'object' && operand !== null)
    return {
      message: `${operator} takes one value.`,
      suggestion: `Write ${operator}: "{$args.name}", or ${asksItems(operator) ? 'hasSome' : 'in'}: […] for a list.`,
    }
  if (takes === 'flag' && typeof operand !== 'boolean')
    return { message: `${operator} is true or false.`, suggestion: `Write ${operator}: true.` }
  return undefined
}

function compileOperand(value: unknown, takes: TemplatePlace['takes'], context: FilterContext): ValueTemplate {
  const { report, argument } = context
  if (Array.isArray(value) && value.some(item => typeof item === 'object' && item !== null))
    report(argument, 'a list holds single values.', 'Write [1, 2], or or: [{ … }, { … }] for several conditions.')
  const compiled = compileValue(value, { argument, required: true, takes }, context)
  for (const { from } of valueExpressions(compiled)) {
    if (from.root !== 'this' && from.root !== 'batch') continue
    const message =
      from.root === 'batch'
        ? '$batch stands only in a query.'
        : '$this stands here only as the whole value of a top-level equality.'
    const name = context.keys?.list()[from.index]?.name
    report(argument, message, `Write {$this.${name}} by itself: a where batches by itself.`)
  }
  return compiled
}
