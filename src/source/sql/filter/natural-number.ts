import { evaluateValue } from '../../../plan/evaluate.ts'
import type { TemplateScope, ValueTemplate } from '../../../plan/template.ts'
import { badUserInput } from '../error.ts'

/** The number that a template gives; undefined where it is absent or null. Throws SourceError for anything else. */
export function naturalNumber(
  name: string,
  template: ValueTemplate | undefined,
  scope: TemplateScope,
  source: string,
): number | undefined {
  const given = template && evaluateValue(template, scope)
  if (given === undefined || given === null) return undefined
  const number = typeof given === 'string' && /^\d{1,15}$/.test(given) ? Number(given) : given
  if (typeof number === 'number' && Number.isSafeInteger(number) && number >= 0) return number
  throw badUserInput(`"${name}" must be a whole number, 0 or more.`, source)
}
