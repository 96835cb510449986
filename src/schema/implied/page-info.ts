/** GraphQL Cursor Connections Specification, section 5. */
export const PAGE_INFO = /* GraphQL */ `
  "Where a page stands in its list."
  type PageInfo {
    "Whether there are objects behind the page."
    hasNextPage: Boolean!
    "Whether there are objects before the page."
    hasPreviousPage: Boolean!
    "The cursor of the first object of the page."
    startCursor: String
    "The cursor of the last object of the page."
    endCursor: String
  }
`
