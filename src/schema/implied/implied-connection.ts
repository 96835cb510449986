import type { ImpliedType } from './implied-type.ts'
import { isCounted } from './is-counted.ts'

const TOTAL_COUNT = /* GraphQL */ `
  "How many objects there are on all pages."
  totalCount: Int!
`

/** A page of a list (GraphQL Cursor Connections Specification, section 2). */
export const IMPLIED_CONNECTION: ImpliedType = {
  suffix: 'Connection',
  define: ({ name }, _, document) => /* GraphQL */ `
    "A page of a list of ${name} objects."
    type ${name}Connection {
      "The objects of the page, each with its cursor."
      edges: [${name}Edge!]!
      "The objects of the page, without their cursors."
      nodes: [${name}!]!
      pageInfo: PageInfo!
      ${isCounted(`${name}Connection`, document) ? TOTAL_COUNT : ''}
    }
  `,
}
