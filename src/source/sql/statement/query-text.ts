import { evaluateExpression } from '../../../plan/evaluate.ts'
import type { Expression, Template, TemplateScope } from '../../../plan/template.ts'
import type { Column } from '../../catalog.ts'
import type { SourceError } from '../../source-error.ts'
import type { Converters } from '../convert/convert.ts'
import { badUserInput, wrongAnswerShape } from '../error.ts'
import { MAX_LIST_ITEMS } from '../limits.ts'
import { type SqlValue, scalarOf } from '../sql-value.ts'
import { padded } from './padding.ts'
import type { SelectSource } from './select-plan.ts'

/**
 * The author's statement with the values of its expressions: a list is one placeholder per item, an absent or null
 * value and an empty list are NULL; what is executed takes a list as one array. Points in time, decimals and bytes go as the
 * database has them. A semicolon at the end goes. Throws SourceError where a value is an object.
 */
export function bindQueryText(
  text: Template,
  scope: TemplateScope,
  source: string,
  converters: Converters,
  lists: 'items' | 'array',
): SelectSource {
  const parts = text.map((part, index) => {
    if (typeof part !== 'string') return boundValues(part, scope, source, converters, lists)
    return index === text.length - 1 ? part.replace(/[;\s]+$/, '') : part
  })
  return { kind: 'query', parts }
}

function boundValues(
  expression: Expression,
  scope: TemplateScope,
  source: string,
  converters: Converters,
  lists: 'items' | 'array',
): readonly SqlValue[] {
  const { from } = expression
  const kind = from.root === 'args' ? from.bound : undefined
  const value = evaluateExpression(expression, scope)
  const items: readonly unknown[] = Array.isArray(value) ? value : [value]
  const values = items.map(item => {
    if (item === undefined || item === null) return null
    const scalar = (kind && converters[kind](item, { name: '', kind, nullable: true })) ?? scalarOf(item)
    if (scalar !== undefined) return scalar
    throw noSingleValue(from, source)
  })
  if (lists === 'items') return values.length === 0 ? [null] : padded(values)
  if (!Array.isArray(value)) return values
  if (values.length > MAX_LIST_ITEMS) throw badUserInput(`A list has more than ${MAX_LIST_ITEMS} items.`, source)
  if (!converters.storedList) throw noSingleValue(from, source)
  return [converters.storedList(values, LIST)]
}

function noSingleValue({ root }: Expression['from'], source: string): SourceError {
  const message = 'An object or a list stands where the statement needs a single value.'
  return root === 'args' ? badUserInput(message, source) : wrongAnswerShape(message, source)
}

/** What an argument of a function is as a column. */
const LIST: Column = { name: '', kind: 'list', nullable: true }
