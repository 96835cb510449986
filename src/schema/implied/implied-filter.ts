import { FILTER_WORDS, isFilterField } from './filter-field.ts'
import type { ImpliedType } from './implied-type.ts'

/**
 * Which rows of a list are wanted: conditions on the fields that read a whole column, and on related rows of the same
 * database, combined at any depth.
 */
export const IMPLIED_FILTER: ImpliedType = {
  suffix: 'Filter',
  define({ name, leaves, ranges, related }, names) {
    const columns = [...leaves, ...ranges]
      .filter(isFilterField)
      .map(field => `${field.name}: ${names.ofLeaf(field.type)}`)
    if (columns.length === 0) return undefined
    const relations = related.flatMap(field => {
      const filter = names.ofObject(field.type)
      if (filter === undefined || FILTER_WORDS.has(field.name)) return []
      return [`${field.name}: ${field.list ? names.ofList(field.type) : filter}`]
    })
    return /* GraphQL */ `
      "Conditions on ${name} objects. All of them must be true."
      input ${name}Filter {
        ${[...columns, ...relations].join('\n')}
        "All of these."
        and: [${name}Filter!]
        "One of these."
        or: [${name}Filter!]
        "What this is false for."
        not: ${name}Filter
      }
    `
  },
}
