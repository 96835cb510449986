import type { ImpliedType } from './implied-type.ts'

/** By which field a list is ordered, and which way. One field each: a list of these says which counts first. */
export const IMPLIED_ORDER: ImpliedType = {
  suffix: 'Order',
  define({ name, leaves }) {
    const fields = leaves.filter(({ whole, type }) => whole && type !== 'JSON')
    if (fields.length === 0) return undefined
    return /* GraphQL */ `
      "One field by which ${name} objects are ordered, and its direction; a list gives the order."
      input ${name}Order @oneOf {
        ${fields.map(field => `${field.name}: OrderDirection`).join('\n')}
      }
    `
  },
}
