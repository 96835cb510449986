import type { FieldPlace } from '../plan/operation/operation-plan.ts'
import { givenLengths } from '../plan/operation-cost.ts'
import type { BoundPlan } from '../plan/schema-plan.ts'
import { listTooLong } from '../result/field-error.ts'
import type { Slot } from '../source/source.ts'
import type { Key } from '../source/source-plan.ts'
import type { Args } from './place-loaders.ts'

/**
 * The answers of a place, a list that is longer than its arguments say as an error of its source: what is asked for its items was
 * planned for no more of them. As they are where nothing is promised.
 */
export function holdLengths(
  { promise }: Pick<FieldPlace, 'promise'>,
  bound: BoundPlan,
  args: Args,
  keys: readonly Key[],
  answers: readonly Slot[],
): readonly Slot[] {
  if (!promise) return answers
  const given = givenLengths(promise, args)
  if (given.length === 0) return answers
  const most = Math.max(0, ...given)
  return answers.map((answer, at) => {
    const isTooLong = Array.isArray(answer) && answer.length > most * keysIn(keys[at] ?? [], bound)
    return isTooLong ? listTooLong(most, bound.source) : answer
  })
}

/** A list in a key stands for several keys, whose answers follow each other. */
function keysIn(key: Key, { spread }: BoundPlan): number {
  return spread.reduce((count, index) => {
    const part = key[index]
    return Array.isArray(part) ? count * part.length : count
  }, 1)
}
