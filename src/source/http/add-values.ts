import { evaluateValue } from '../../plan/evaluate.ts'
import type { HttpBinding } from '../../plan/http/http-binding.ts'
import type { TemplateScope } from '../../plan/template.ts'
import type { ConnectionAnswer } from '../connection-answer.ts'
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
  return binding.connection && isAnswer(slot) ? addToPage(slot, values) : addTo(slot, values)
}

function isAnswer(slot: unknown): slot is ConnectionAnswer {
  return typeof slot === 'object' && slot !== null && !(slot instanceof Error)
}

function addToPage(page: ConnectionAnswer, values: Readonly<Record<string, unknown>>): ConnectionAnswer {
  const edges = page.edges.map(edge => ({ ...edge, node: addTo(edge.node, values) }))
  return { ...page, edges, nodes: edges.map(({ node }) => node) }
}

function addTo(value: unknown, values: Readonly<Record<string, unknown>>): unknown {
  if (Array.isArray(value)) return value.map(item => addTo(item, values))
  return typeof value === 'object' && value !== null && !(value instanceof Error) ? { ...value, ...values } : value
}
