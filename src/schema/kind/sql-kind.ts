import { type ConstDirectiveNode, Kind } from 'graphql'
import { nodesOf } from '../nodes-of.ts'
import { SQL_OPTIONS } from '../source-options/sql-options.ts'
import type { SourceKind } from './source-kind.ts'

/** Databases. */
export const SQL_KIND: SourceKind = {
  input: 'sluice_Sql',
  options: SQL_OPTIONS,
  keyOf: columnsOfKey,
  relates: true,
  writes: ['insert', 'update', 'upsert', 'delete', 'execute'],
  instead: {
    home: '@sql(table: "…", key: "id") at the type',
    join: '@sql(where: { userId: "{$this.id}" }) at the field',
    statement: '@sql(query: "SELECT …") at the field',
    cache: 'maxAge: "60s" in @sql',
    source: '@source(name: "…", sql: { url: "…" }) at extend schema',
  },
  definitions: /* GraphQL */ `
    directive @sql(
      source: String
      table: String
      key: [String!]
      where: sluice_Value
      search: sluice_Value
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
      version: sluice_Value
      execute: String
    ) on FIELD_DEFINITION | OBJECT

    input sluice_Through {
      table: String!
      where: sluice_Value!
      on: sluice_Value!
    }
  `,
}

function columnsOfKey({ arguments: args = [] }: ConstDirectiveNode): readonly string[] {
  const columns = args.filter(({ name }) => name.value === 'key').flatMap(key => nodesOf(key, Kind.STRING))
  return columns.length === 0 ? ['id'] : columns.map(({ value }) => value)
}
