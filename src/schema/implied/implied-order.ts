import type { ImpliedType } from './implied-type.ts'
import { isOrderField } from './order-field.ts'

/**
 * By which field a list is ordered, of its own objects or of related ones, or by how many of these there are, and which way. One
 * field each: a list of these says which counts first.
 */
export const IMPLIED_ORDER: ImpliedType = {
  suffix: 'Order',
  define({ name, leaves, related }, names) {
    const columns = leaves.filter(isOrderField).map(field => `${field.name}: OrderDirection`)
    if (columns.length === 0) return undefined
    const relations = related.flatMap(field => {
      const order = field.list ? names.ofListOrder(field.type) : names.orderOf(field.type)
      return order === undefined ? [] : [`${field.name}: ${order}`]
    })
    return /* GraphQL */ `
      "One field by which ${name} objects are ordered, and its direction; a list gives the order."
      input ${name}Order @oneOf {
        ${[...columns, ...relations].join('\n')}
      }
    `
  },
}
