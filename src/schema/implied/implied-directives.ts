import { type DefinitionNode, type DocumentNode, parse, visit } from 'graphql'

export const TRANSACTION = 'transaction'

const DEFINITION = /* GraphQL */ `
  """
  Makes the fields of a mutation all or nothing: they are one transaction of their database, in the order of the document.
  If one fails, nothing has changed.
  """
  directive @${TRANSACTION} on MUTATION
`

const WRITES: ReadonlySet<string> = new Set(['insert', 'update', 'upsert', 'delete'])

/** The definitions of directives that clients may use, where the document has what they are about: writes to a database. */
export function impliedDirectives(document: DocumentNode): readonly DefinitionNode[] {
  let writes = false
  visit(document, {
    Directive({ name, arguments: args = [] }) {
      if (name.value === 'sql' && args.some(each => WRITES.has(each.name.value))) writes = true
    },
  })
  return writes ? parse(DEFINITION, { noLocation: true }).definitions : []
}
