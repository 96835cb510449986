/** What a filter says of a list of related objects, as SDL: of each by `filter`, and of how many there are by `count`. */
export function listFilter(name: string, type: string, { filter, count }: { filter: string; count: string }): string {
  return /* GraphQL */ `
    "Conditions on the ${type} objects of a list. All of them must be true."
    input ${name} {
      "For one of them at least this is true."
      some: ${filter}
      "For none of them this is true."
      none: ${filter}
      "For each of them this is true; also where there are none."
      every: ${filter}
      "How many there are, of those for which \`where\` is true."
      count: ${count}
      "Which of them count; all unless said."
      where: ${filter}
    }
  `
}
