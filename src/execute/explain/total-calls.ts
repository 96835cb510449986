import type { Loaders } from '../../load/loaders.ts'
import { Amount } from './amount.ts'
import type { Choice, PlannedStep } from './planned-step.ts'

/** The most calls of all steps; of several types that one object may be of, those of the dearest. */
export function mostCalls(steps: readonly PlannedStep[], loaders: Loaders, depth = 0): Amount {
  const chosen = new Map<string, Map<string, PlannedStep[]>>()
  const amounts: Amount[] = []
  for (const step of steps) {
    const choice: Choice | undefined = step.choices[depth]
    if (!choice) {
      amounts.push(step.describe(loaders).calls)
      continue
    }
    const types = chosen.get(choice.place) ?? new Map<string, PlannedStep[]>()
    chosen.set(choice.place, types)
    types.set(choice.type, [...(types.get(choice.type) ?? []), step])
  }
  for (const types of chosen.values())
    amounts.push(Amount.largest([...types.values()].map(each => mostCalls(each, loaders, depth + 1))))
  return Amount.sum(amounts)
}

/** The calls that are made whatever sources answer: those of root fields. */
export function leastCalls(steps: readonly PlannedStep[], loaders: Loaders): number {
  const seen = new Set<string>()
  let least = 0
  for (const step of steps) {
    if (!step.isOfRoot) continue
    const { call } = step.describe(loaders)
    const identity = call.identity === undefined ? undefined : `${step.bound.source} ${call.identity}`
    if (identity !== undefined && seen.has(identity)) continue
    if (identity !== undefined) seen.add(identity)
    least += call.least
  }
  return least
}
