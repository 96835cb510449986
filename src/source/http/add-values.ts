import { evaluateValue } from '../../plan/evaluate.ts'
import type { HttpBinding } from '../../plan/http/http-binding.ts'
import { MissingClaim } from '../../plan/missing-claim.ts'
import type { TemplateScope } from '../../plan/template.ts'
import { TemplateValueError } from '../../plan/template-value-error.ts'
import { claimError } from '../claim-error.ts'
import type { ConnectionAnswer } from '../connection-answer.ts'
import type { SourceError } from '../source-error.ts'
import type { SourcePlan } from '../source-plan.ts'
import { valueError } from './error.ts'
import type { Response } from './told-answer.ts'

/** What the added values read. */
interface Added extends Pick<TemplateScope, 'key' | 'client'> {
  /** What the objects are told of their answer. */
  readonly response: Response | undefined
}

/** A key's slot with what the binding adds to its objects; they may be those of other keys too, so they are copied. */
export function addValues(slot: unknown, { binding, args }: SourcePlan<HttpBinding>, added: Added): unknown {
  if (binding.with.length === 0 && added.response === undefined) return slot
  const scope = { args, batch: [], ...added }
  const values = evaluate(binding, scope)
  if (values instanceof Error) return values
  const { response } = added
  const add = (object: object) => (response ? tell({ ...object, ...values }, response) : { ...object, ...values })
  return binding.connection && isAnswer(slot) ? addToPage(slot, add) : addTo(slot, add)
}

function evaluate(binding: HttpBinding, scope: TemplateScope): Readonly<Record<string, unknown>> | SourceError {
  const values: Record<string, unknown> = Object.create(null)
  try {
    for (const [name, template] of binding.with) {
      const value = evaluateValue(template, scope)
      if (value !== undefined) values[name] = value
    }
    return values
  } catch (error) {
    if (error instanceof MissingClaim) return claimError(error, binding.source)
    if (error instanceof TemplateValueError) return valueError(binding, error)
    throw error
  }
}

/** A path reads it; who takes the object whole does not see it. */
function tell(object: object, response: Response): object {
  return Object.defineProperty(object, '$response', { value: response })
}

function isAnswer(slot: unknown): slot is ConnectionAnswer {
  return typeof slot === 'object' && slot !== null && !(slot instanceof Error)
}

type Add = (object: object) => object

function addToPage(page: ConnectionAnswer, add: Add): ConnectionAnswer {
  const edges = page.edges.map(edge => ({ ...edge, node: addTo(edge.node, add) }))
  return { ...page, edges, nodes: edges.map(({ node }) => node) }
}

function addTo(value: unknown, add: Add): unknown {
  if (Array.isArray(value)) return value.map(item => addTo(item, add))
  return typeof value === 'object' && value !== null && !(value instanceof Error) ? add(value) : value
}
