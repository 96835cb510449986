import { evaluateExpression, evaluateTemplate } from '../../plan/evaluate.ts'
import type { Expression, Template, TemplateScope, ValueTemplate } from '../../plan/template.ts'

/** What a condition of a `where` comes to in one call. */
export type ConditionDecision =
  /** The client left the argument out of a list's filter. */
  | { readonly kind: 'drop' }
  /** No row can match: there is nothing to ask. */
  | { readonly kind: 'nothing' }
  | { readonly kind: 'null' }
  | { readonly kind: 'equal'; readonly value: unknown }
  | { readonly kind: 'in'; readonly values: readonly unknown[] }

const NOTHING: ConditionDecision = { kind: 'nothing' }

/**
 * Decides by the value's expressions, so that no input ever widens a statement: only an absent `$args` drops its
 * condition, and only on a list. A null is `IS NULL` where it is the whole value; inside text, no row can match it.
 * Absent headers must have been refused before. Throws TemplateValueError.
 */
export function decideCondition(value: ValueTemplate, scope: TemplateScope, list: boolean): ConditionDecision {
  if (value.kind === 'object') return NOTHING
  if (value.kind === 'literal') return decideValue(value.value)
  if (value.kind === 'template') return decideTemplate(value.template, scope, list)
  const items = value.items.map(item => decideCondition(item, scope, list))
  return { kind: 'in', values: items.flatMap(item => (item.kind === 'equal' ? [item.value] : [])) }
}

function decideTemplate(template: Template, scope: TemplateScope, list: boolean): ConditionDecision {
  const expressions = template.filter(part => typeof part !== 'string')
  const values = expressions.map(expression => evaluateExpression(expression, scope))
  if (template.length > 1 && values.includes(null)) return NOTHING
  const absent = expressions.filter((_, index) => values[index] === undefined)
  if (absent.length > 0) return list && absent.every(isArgument) ? { kind: 'drop' } : NOTHING
  const whole = template.length === 1 && expressions.length === 1
  if (!whole) return decideValue(evaluateTemplate(template, scope))
  return values[0] === null && !isArgument(expressions[0] as Expression) ? NOTHING : decideValue(values[0])
}

function decideValue(value: unknown): ConditionDecision {
  if (value === null) return { kind: 'null' }
  if (Array.isArray(value)) return { kind: 'in', values: value }
  return typeof value === 'object' || value === undefined ? NOTHING : { kind: 'equal', value }
}

function isArgument(expression: Expression): boolean {
  return expression.from.root === 'args'
}

/** Every `{$…}` at any depth of the value. */
export function expressionsOf(value: ValueTemplate): readonly Expression[] {
  switch (value.kind) {
    case 'literal':
      return []
    case 'template':
      return value.template.filter(part => typeof part !== 'string')
    case 'list':
      return value.items.flatMap(expressionsOf)
    case 'object':
      return value.fields.flatMap(([, field]) => expressionsOf(field))
  }
}
