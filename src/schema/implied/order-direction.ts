/** `SortOrder` would be the order of a type Sort; this is the implied type of no name. */
export const ORDER_DIRECTION = /* GraphQL */ `
  "Which way a list is ordered. Null comes before every value unless something else is said."
  enum OrderDirection {
    "From the smallest to the largest; null comes first."
    ASC
    "From the largest to the smallest; null comes last."
    DESC
    "From the smallest to the largest; null comes last."
    ASC_NULLS_LAST
    "From the largest to the smallest; null comes first."
    DESC_NULLS_FIRST
  }
`
