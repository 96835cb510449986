import { printPath } from '../../../plan/path.ts'
import type { Expression, ValueTemplate } from '../../../plan/template.ts'
import { FILTER_OPERATORS, type FilterOperator } from '../../../schema/filter-operators.ts'
import { couldBeAbsent } from '../../template/argument-type.ts'
import type { FilterContext } from './filter-context.ts'

/**
 * Reports a comparison that a valid request may leave out where the rule refuses it. An absent item of a list narrows
 * what the list matches, and widens what it keeps out.
 */
export function refuseAbsent(
  operator: FilterOperator,
  value: ValueTemplate,
  { args = [], report, absence, argument, negated }: FilterContext,
): void {
  if (absence.kind === 'drops') return
  const keepsOut = negated !== (FILTER_OPERATORS[operator].keepsOut === true)
  const optional = expressionsOf(value, keepsOut).find(expression => couldBeAbsent(expression, args))
  if (optional?.from.root !== 'args') return
  const written = `$args.${printPath(optional.from.path)}`
  report(
    argument,
    `${written} may be left out, and without this condition ${absence.consequence}.`,
    `Make it non-null, or give it a default: {${written} ?? 0}.`,
  )
}

/** Those without which the comparison goes. */
function expressionsOf(value: ValueTemplate, withItems: boolean): Expression[] {
  if (value.kind === 'template') return value.template.filter(part => typeof part !== 'string')
  return value.kind === 'list' && withItems ? value.items.flatMap(item => expressionsOf(item, withItems)) : []
}
