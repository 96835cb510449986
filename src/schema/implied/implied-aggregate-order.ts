import { AGGREGATE_NAMES } from '../aggregate-functions.ts'
import type { BaseType } from './base-type.ts'
import { AGGREGATE, functionFields, functionsOf, suffixOf } from './implied-aggregate.ts'
import type { ImpliedType } from './implied-type.ts'

/** By what is computed over columns with each function: `OrderAggregateSumOrder`. */
export const IMPLIED_AGGREGATE_ORDERS: readonly ImpliedType[] = [
  {
    suffix: `${AGGREGATE}Order`,
    define: base => /* GraphQL */ `
      "One computed value by which objects are ordered."
      input ${base.name}${AGGREGATE}Order @oneOf {
        ${orderFields(base)}
      }
    `,
  },
  ...AGGREGATE_NAMES.map(
    (name): ImpliedType => ({
      suffix: `${suffixOf(name)}Order`,
      define(base) {
        const fields = functionFields(name, base)
        if (fields.length === 0) return undefined
        return /* GraphQL */ `
        input ${base.name}${suffixOf(name)}Order @oneOf {
          ${fields.map(field => `${field.name}: OrderDirection`).join('\n')}
        }
      `
      },
    }),
  ),
]

/** The fields of an order by what is computed. */
export function orderFields(base: BaseType): string {
  const functions = functionsOf(base).map(name => `${name}: ${base.name}${suffixOf(name)}Order`)
  return ['count: OrderDirection', ...functions].join('\n')
}
