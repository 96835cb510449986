import type { ImpliedType } from './implied-type.ts'
import { totalType } from './total-type.ts'

function totalCount(type: 'Int!' | 'Int' | undefined): string {
  return type === undefined ? '' : `"How many objects there are on all pages." totalCount: ${type}`
}

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
      ${totalCount(totalType(`${name}Connection`, document))}
    }
  `,
}
