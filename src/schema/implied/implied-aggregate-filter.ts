import { AGGREGATE_NAMES } from '../aggregate-functions.ts'
import { AGGREGATE, functionFields, functionsOf, suffixOf } from './implied-aggregate.ts'
import type { ImpliedType } from './implied-type.ts'

const FILTER = `${AGGREGATE}Filter`

/** Conditions on what is counted and computed: `OrderAggregateFilter`, and `OrderAggregateSumFilter` of a function. */
export const IMPLIED_AGGREGATE_FILTERS: readonly ImpliedType[] = [
  {
    suffix: FILTER,
    define(base, names) {
      if (base.kind !== 'object') return undefined
      const functions = functionsOf(base).map(name => `${name}: ${base.name}${suffixOf(name)}Filter`)
      return /* GraphQL */ `
        "Conditions on what is counted and computed over ${base.name} objects. All of them must be true."
        input ${base.name}${FILTER} {
          count: ${names.ofLeaf('Int')}
          ${functions.join('\n')}
          "All of these."
          and: [${base.name}${FILTER}!]
          "One of these."
          or: [${base.name}${FILTER}!]
          "What this is false for."
          not: ${base.name}${FILTER}
        }
      `
    },
  },
  ...AGGREGATE_NAMES.map(
    (name): ImpliedType => ({
      suffix: `${suffixOf(name)}Filter`,
      define(base, names) {
        const fields = functionFields(name, base)
        if (fields.length === 0) return undefined
        return /* GraphQL */ `
        input ${base.name}${suffixOf(name)}Filter {
          ${fields.map(field => `${field.name}: ${names.ofLeaf(field.type.replace('!', ''))}`).join('\n')}
        }
      `
      },
    }),
  ),
]
