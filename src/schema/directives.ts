import { type DefinitionNode, type DocumentNode, Kind, parse } from 'graphql'
import { EXPORT, TRANSACTION } from './implied/implied-directives.ts'
import { SOURCE_KINDS } from './kind/source-kinds.ts'
import { NOTATIONS } from './notations.ts'
import { enumsOf, inputOf } from './source-options/print-options.ts'
import { USER_DIRECTIVES } from './user-directives.ts'

const KINDS = [...SOURCE_KINDS]
const SOURCE_ARGUMENTS = KINDS.map(([name, { input }]) => `${name}: ${input}`).join(', ')

/** The directives of the schema language, as SDL; they are no part of the public schema. */
const DIRECTIVES = /* GraphQL */ `
  "An upstream: an HTTP API or a SQL database. Bindings name it by source, where there is more than one of its kind."
  directive @source(name: String!, ${SOURCE_ARGUMENTS}) repeatable on SCHEMA

  "Ids are unique in the whole schema, and lead to their objects: by node and nodes of the query type (GraphQL Global Object Identification)."
  directive @globalIds(
    "Object types that keep the ids of their sources, and that no id leads to."
    except: [String!]
  ) on SCHEMA

  "What a field, argument, enum value or type is called upstream, or the path that leads to it; and how its value is written there."
  directive @map(from: sluice_Value, as: sluice_Notation, source: String) repeatable on
    | FIELD_DEFINITION
    | INPUT_FIELD_DEFINITION
    | ARGUMENT_DEFINITION
    | ENUM_VALUE
    | OBJECT
    | INTERFACE
    | UNION

  "The fields that the answer of this field carries by itself; others are loaded from the home of its type."
  directive @provides(fields: String!) on FIELD_DEFINITION

  ${USER_DIRECTIVES}

  input sluice_Tls {
    ca: String
    cert: String
    key: String
    servername: String
  }

  enum sluice_Notation { ${NOTATIONS.join(' ')} }

  "Any literal, with templates in its strings."
  scalar sluice_Value

  ${KINDS.map(([, { input, options, definitions }]) => inputOf(input, options) + definitions).join('\n')}
  ${enumsOf(KINDS.map(([, { options }]) => options))}
`

export const directiveDefinitions: DocumentNode = parse(DIRECTIVES)

const directives = directiveDefinitions.definitions.filter(node => node.kind === Kind.DIRECTIVE_DEFINITION)

/** Names of the directives that only Sluice reads. */
export const OWN_DIRECTIVES: ReadonlySet<string> = new Set(directives.map(({ name }) => name.value))

/** Whether it defines what only Sluice may: one of its directives, that of operations included, or a type of their arguments. */
export function isOwnDefinition(node: DefinitionNode): boolean {
  if (!('name' in node) || !node.name) return false
  const { value } = node.name
  if (node.kind !== Kind.DIRECTIVE_DEFINITION) return value.startsWith('sluice_')
  return OWN_DIRECTIVES.has(value) || value === TRANSACTION || value === EXPORT
}
