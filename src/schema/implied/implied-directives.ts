import { type DefinitionNode, type DocumentNode, Kind, parse } from 'graphql'
import { SOURCE_KINDS } from '../kind/source-kinds.ts'
import { nodesOf } from '../nodes-of.ts'

export const TRANSACTION = 'transaction'
export const EXPORT = 'export'

const DEFINITION = /* GraphQL */ `
  """
  Makes the fields of a mutation all or nothing: they are one transaction of their database, in the order of the document.
  If one fails, nothing has changed.
  """
  directive @${TRANSACTION} on MUTATION

  "In a @transaction: gives the value to a variable of the operation, which the fields behind take as their argument."
  directive @${EXPORT}(as: String!) on FIELD
`

/** The definitions of directives that clients may use, where the document has what they are about: writes to a database. */
export function impliedDirectives(document: DocumentNode): readonly DefinitionNode[] {
  const writes = nodesOf(document, Kind.DIRECTIVE).some(({ name, arguments: args = [] }) => {
    const writing = SOURCE_KINDS.get(name.value)?.writes
    return args.some(each => writing?.includes(each.name.value))
  })
  return writes ? parse(DEFINITION, { noLocation: true }).definitions : []
}
