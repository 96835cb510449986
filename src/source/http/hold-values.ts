import type { HttpBinding } from '../../plan/http/http-binding.ts'
import type { AnswerBudget } from '../answer-budget.ts'
import { jsonWeight, MOST_WEIGHT } from '../json-weight.ts'
import { atOnce, inSlices, STOPPED } from '../slices.ts'
import type { Soon } from '../soon.ts'
import type { SourceError } from '../source-error.ts'
import { bodyDecoder } from './json-body.ts'
import { hasValue, isLong } from './response.ts'
import type { UpstreamAnswer } from './send.ts'

/**
 * Counts the memory that the values of an answer are about to take; the error where there is too little. Where there is plenty, as nearly always,
 * only the length of the body is looked at. A long one is weighed in slices of the event loop, until `isOver` ends that.
 */
export function holdValues(
  binding: HttpBinding,
  answer: UpstreamAnswer,
  budget: AnswerBudget,
  isOver: () => boolean,
): Soon<SourceError | undefined> {
  const { json, body } = answer
  // What has been read before is there.
  if (json !== undefined || !hasValue(binding, answer)) return undefined
  if (budget.holdEasily(body.length * MOST_WEIGHT)) return undefined
  if (binding.content === 'TEXT') return budget.hold(2 * body.length)
  const text = textOf(binding, answer)
  if (text === undefined) return undefined
  if (!isLong(binding, answer)) return budget.hold(atOnce(jsonWeight(text)))
  return inSlices(jsonWeight(text), isOver).then(bytes => (bytes === STOPPED ? undefined : budget.hold(bytes)))
}

/** Undefined for what is no text: it is not read. */
function textOf({ content }: HttpBinding, { contentType, body }: UpstreamAnswer): string | undefined {
  try {
    return bodyDecoder(content, contentType)?.(body)
  } catch {
    return undefined
  }
}
