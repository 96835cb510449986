import type { Loaders } from '../../load/loaders.ts'
import { Amount } from './amount.ts'
import { LeastCalls } from './least-calls.ts'
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
  const least = new LeastCalls()
  for (const step of steps) if (step.isOfRoot) least.add(step.bound.source, step.describe(loaders).call)
  return least.count
}
