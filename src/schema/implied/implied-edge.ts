import type { ImpliedType } from './implied-type.ts'

/** An object on a page (GraphQL Cursor Connections Specification, section 3). */
export const IMPLIED_EDGE: ImpliedType = {
  suffix: 'Edge',
  define: ({ name }) => /* GraphQL */ `
    "One ${name} object of a page."
    type ${name}Edge {
      node: ${name}!
      "Where the object stands in the list: what after and before take."
      cursor: String!
    }
  `,
}
