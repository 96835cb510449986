import { evaluateExpression, evaluateTemplate } from '../../../plan/evaluate.ts'
import { isObject } from '../../../plan/is-object.ts'
import type { Expression, Template, TemplateScope, ValueTemplate } from '../../../plan/template.ts'

/** What stands behind an operator in one call. */
export type Operand =
  /** The client left the argument out, and the condition goes with it. */
  | { readonly kind: 'absent' }
  /** Neither equal nor unequal to anything. */
  | { readonly kind: 'unknown' }
  /** The literal null, or an argument that is null. */
  | { readonly kind: 'null' }
  | { readonly kind: 'value'; readonly value: unknown }
  | { readonly kind: 'list'; readonly items: readonly unknown[] }
  /** The parts of one value; to most operators it is unknown. */
  | { readonly kind: 'parts'; readonly value: Readonly<Record<string, unknown>> }

const ABSENT: Operand = { kind: 'absent' }
const UNKNOWN: Operand = { kind: 'unknown' }

/**
 * Evaluates by each expression, so that no input ever widens a statement: only an absent `$args` is absent; a null is
 * one where it is the whole value, and unknown inside text. Of a list, absent items are left out and unknown ones are
 * null. Absent headers must have been refused before. Throws TemplateValueError.
 */
export function evaluateOperand(value: ValueTemplate, scope: TemplateScope): Operand {
  switch (value.kind) {
    case 'object':
      return UNKNOWN
    case 'literal':
      return operandOf(value.value)
    case 'template':
      return evaluateWhole(value.template, scope)
    case 'list': {
      const items = value.items.map(item => evaluateOperand(item, scope)).filter(item => item !== ABSENT)
      return { kind: 'list', items: items.map(item => (item.kind === 'value' ? item.value : null)) }
    }
  }
}

function evaluateWhole(template: Template, scope: TemplateScope): Operand {
  const expressions = template.filter(part => typeof part !== 'string')
  const values = expressions.map(expression => evaluateExpression(expression, scope))
  if (template.length > 1 && values.includes(null)) return UNKNOWN
  const absent = expressions.filter((_, index) => values[index] === undefined)
  if (absent.length > 0) return absent.every(isArgument) ? ABSENT : UNKNOWN
  const whole = template.length === 1 && expressions.length === 1
  if (!whole) return operandOf(evaluateTemplate(template, scope))
  return values[0] === null && !isArgument(expressions[0] as Expression) ? UNKNOWN : operandOf(values[0])
}

/** An object is never an operator. */
function operandOf(value: unknown): Operand {
  if (value === null) return { kind: 'null' }
  if (Array.isArray(value)) return { kind: 'list', items: value }
  if (isObject(value)) return { kind: 'parts', value }
  return typeof value === 'object' || value === undefined ? UNKNOWN : { kind: 'value', value }
}

function isArgument(expression: Expression): boolean {
  return expression.from.root === 'args'
}
