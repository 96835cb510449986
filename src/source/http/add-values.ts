import { evaluateValue } from '../../plan/evaluate.ts'
import type { HttpBinding } from '../../plan/http/http-binding.ts'
import type { TemplateScope } from '../../plan/template.ts'
import type { Key, SourcePlan } from '../source-plan.ts'

/** A key's slot with what the binding adds to its objects; they may be those of other keys too, so they are copied. */
export function addValues(
  slot: unknown,
  { binding, args }: SourcePlan<HttpBinding>,
  key: Key,
  headers: TemplateScope['headers'],
): unknown {
  if (binding.with.length === 0) return slot
  const scope = { args, key, batch: [], headers }
  const values: Record<string, unknown> = Object.create(null)
  for (const [name, template] of binding.with) {
    const value = evaluateValue(template, scope)
    if (value !== undefined) values[name] = value
  }
  return addTo(slot, values)
}

function addTo(value: unknown, values: Readonly<Record<string, unknown>>): unknown {
  if (Array.isArray(value)) return value.map(item => addTo(item, values))
  return typeof value === 'object' && value !== null && !(value instanceof Error) ? { ...value, ...values } : value
}
