/** By what is computed over a list of related objects others are ordered, as SDL. */
export function listOrder(name: string, type: string): string {
  return /* GraphQL */ `
    "What is computed over the ${type} objects of a list, by which others are ordered."
    input ${name} @oneOf {
      "How many there are."
      count: OrderDirection
    }
  `
}
