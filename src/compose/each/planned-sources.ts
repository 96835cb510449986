import type { Binding } from '../../plan/binding.ts'
import type { BoundPlan, SchemaPlan } from '../../plan/schema-plan.ts'
import type { Source } from '../../source/source.ts'
import type { SourcePlan } from '../../source/source-plan.ts'

/** Sources that tell of calls what the schema says of them. They are not opened, and nothing can be loaded from them. */
export function plannedSources({ types, sources }: SchemaPlan): ReadonlyMap<string, Source> {
  const bounds = new Map<Binding, BoundPlan>()
  for (const { home, fields } of types.values())
    for (const bound of [home, ...[...fields.values()].map(field => field.bound)])
      if (bound) bounds.set(bound.binding, bound)
  const source: Source = {
    load: () => Promise.reject(new Error('the source is not open')),
    describe({ binding }: SourcePlan<Binding>) {
      const { callsPerKey } = bounds.get(binding) ?? {}
      return {
        text: '',
        keysPerCall: callsPerKey === undefined ? Number.POSITIVE_INFINITY : 1,
        callsEach: callsPerKey ?? 1,
        least: 1,
        maxItems: undefined,
      }
    },
    [Symbol.asyncDispose]: () => Promise.resolve(),
  }
  return new Map([...sources.keys()].map(name => [name, source]))
}
