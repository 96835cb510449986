import type { ImpliedType } from './implied-type.ts'

/** The words of a filter, which no field's name may take. */
const WORDS: ReadonlySet<string> = new Set(['and', 'or', 'not'])

/** Which rows of a list are wanted: conditions on the fields that read a whole column, combined at any depth. */
export const IMPLIED_FILTER: ImpliedType = {
  suffix: 'Filter',
  define({ name, leaves }, names) {
    const fields = leaves
      .filter(field => field.whole && !WORDS.has(field.name))
      .map(field => `${field.name}: ${names.ofLeaf(field.type)}`)
    if (fields.length === 0) return undefined
    return /* GraphQL */ `
      "Conditions on ${name} objects. All of them must be true."
      input ${name}Filter {
        ${fields.join('\n')}
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
