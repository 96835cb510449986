import { operatorsOf } from '../filter-operators.ts'
import type { BaseType, LeafField } from './base-type.ts'
import type { FilterNames } from './filter-names.ts'
import { aggregateFields } from './implied-aggregate.ts'
import { orderFields } from './implied-aggregate-order.ts'
import type { ImpliedType } from './implied-type.ts'

export const GROUP_ROW = 'GroupRow'
const DAYS: ReadonlySet<string> = new Set(['Date', 'DateTime'])

/** What rows with the same value are one group by. */
export const GROUP_BY = /* GraphQL */ `
  "What makes a group."
  enum GroupBy {
    "Rows with the same value; null is one."
    VALUE
  }
`

/** What rows of the same days are one group by. */
export const GROUP_BY_DATE = /* GraphQL */ `
  "What makes a group of dates; its key is the first day."
  enum GroupByDate {
    DAY
    "From Monday to Sunday."
    WEEK
    MONTH
    QUARTER
    YEAR
  }
`

/** By what rows are grouped; a list of these says by what together. */
const GROUP: ImpliedType = {
  suffix: 'Group',
  define(base, names) {
    const fields = keyFields(base, names, {
      leaf: ({ type }) => (DAYS.has(type) ? 'GroupByDate' : 'GroupBy'),
      related: type => `${type}Group`,
    })
    if (fields === undefined) return undefined
    return /* GraphQL */ `
      "One field by which ${base.name} objects are grouped; a list says by what together."
      input ${base.name}Group @oneOf {
        ${fields}
      }
    `
  },
}

const ROW: ImpliedType = {
  suffix: GROUP_ROW,
  define(base, names) {
    if (keyFields(base, names, { leaf: ({ type }) => type, related: type => type }) === undefined) return undefined
    return /* GraphQL */ `
      "A group of ${base.name} objects, and what is counted and computed over them."
      type ${base.name}${GROUP_ROW} {
        "What all of the group have in common."
        keys: ${base.name}GroupKeys!
        ${aggregateFields(base)}
      }
    `
  },
}

const KEYS: ImpliedType = {
  suffix: 'GroupKeys',
  define(base, names) {
    const fields = keyFields(base, names, {
      leaf: ({ type }) => (DAYS.has(type) ? 'Date' : type),
      related: type => `${type}GroupKeys`,
    })
    if (fields === undefined) return undefined
    return /* GraphQL */ `
      "What ${base.name} objects of a group have in common; null for what they are not grouped by."
      type ${base.name}GroupKeys {
        ${fields}
      }
    `
  },
}

const KEYS_ORDER: ImpliedType = {
  suffix: 'GroupKeysOrder',
  define(base, names) {
    const fields = keyFields(base, names, { leaf: () => 'OrderDirection', related: type => `${type}GroupKeysOrder` })
    if (fields === undefined) return undefined
    return /* GraphQL */ `
      "One key by which groups are ordered."
      input ${base.name}GroupKeysOrder @oneOf {
        ${fields}
      }
    `
  },
}

const ORDER: ImpliedType = {
  suffix: 'GroupOrder',
  define(base) {
    return /* GraphQL */ `
      "One key or computed value by which groups are ordered; a list gives the order."
      input ${base.name}GroupOrder @oneOf {
        keys: ${base.name}GroupKeysOrder
        ${orderFields(base)}
      }
    `
  },
}

export const IMPLIED_GROUPS: readonly ImpliedType[] = [ROW, KEYS_ORDER, KEYS, ORDER, GROUP]

/** A field for each column that tells rows apart, and for each single related row with such columns. */
function keyFields(
  { leaves, related }: BaseType,
  names: FilterNames,
  said: { leaf(field: LeafField): string; related(type: string): string },
): string | undefined {
  const columns = leaves.filter(isKey).map(field => `${field.name}: ${said.leaf(field)}`)
  if (columns.length === 0) return undefined
  const single = related.filter(({ list, type }) => !list && names.leavesOf(type).some(isKey))
  return [...columns, ...single.map(({ name, type }) => `${name}: ${said.related(type)}`)].join('\n')
}

function isKey({ whole, type }: LeafField): boolean {
  return whole && operatorsOf(type).includes('eq')
}
