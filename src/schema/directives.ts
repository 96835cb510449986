import { type DefinitionNode, type DocumentNode, Kind, parse } from 'graphql'
import { TRANSACTION } from './implied/implied-directives.ts'
import { CACHE_OPTIONS, HTTP_OPTIONS } from './source-options/http-options.ts'
import { enumsOf, inputOf } from './source-options/print-options.ts'
import { SQL_OPTIONS } from './source-options/sql-options.ts'

/** The directives of the schema language, as SDL; they are no part of the public schema. */
const DIRECTIVES = /* GraphQL */ `
  directive @source(name: String!, http: sluice_Http, sql: sluice_Sql) repeatable on SCHEMA

  directive @http(
    source: String
    GET: String
    POST: String
    PUT: String
    PATCH: String
    DELETE: String
    headers: [String!]
    body: sluice_Value
    form: sluice_Value
    with: sluice_Value
    select: String
    by: sluice_Value
    maxBatch: Int
    pages: sluice_Pages
    error: sluice_Error
  ) on FIELD_DEFINITION | OBJECT

  directive @sql(
    source: String
    table: String
    key: [String!]
    where: sluice_Value
    orderBy: sluice_Value
    limit: sluice_Value
    maxAge: String
    through: sluice_Through
    query: String
    by: sluice_Value
    type: String
    insert: sluice_Value
    update: sluice_Value
    upsert: sluice_Value
    on: [String!]
    delete: Boolean
  ) on FIELD_DEFINITION | OBJECT

  directive @map(from: String!, source: String) repeatable on
    | FIELD_DEFINITION
    | INPUT_FIELD_DEFINITION
    | ENUM_VALUE
    | OBJECT
    | INTERFACE
    | UNION

  directive @provides(fields: String!) on FIELD_DEFINITION

  input sluice_BasicAuth {
    user: String!
    password: String!
  }

  input sluice_Error {
    message: String!
  }

  input sluice_Pages {
    page: String
    start: Int
    offset: String
    cursor: String
    from: String
    item: String
    next: String
    link: Boolean
    size: String
    max: Int
    hasMore: String
    total: String
    maxItems: Int
    maxPages: Int
  }

  input sluice_Tls {
    ca: String
    cert: String
    key: String
    servername: String
  }

  input sluice_Through {
    table: String!
    where: sluice_Value!
    on: sluice_Value!
  }

  "Any literal, with templates in its strings."
  scalar sluice_Value

  ${inputOf('sluice_Http', HTTP_OPTIONS)}
  ${inputOf('sluice_Cache', CACHE_OPTIONS)}
  ${inputOf('sluice_Sql', SQL_OPTIONS)}
  ${enumsOf([HTTP_OPTIONS, SQL_OPTIONS])}
`

export const directiveDefinitions: DocumentNode = parse(DIRECTIVES)

/** Names of the directives that only Sluice reads. */
export const OWN_DIRECTIVES: ReadonlySet<string> = new Set(['source', 'http', 'sql', 'map', 'provides'])

/** Whether it defines what only Sluice may: one of its directives, that of operations included, or a type of their arguments. */
export function isOwnDefinition(node: DefinitionNode): boolean {
  if (!('name' in node) || !node.name) return false
  const { value } = node.name
  if (node.kind !== Kind.DIRECTIVE_DEFINITION) return value.startsWith('sluice_')
  return OWN_DIRECTIVES.has(value) || value === TRANSACTION
}
