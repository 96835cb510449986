import { expect, test } from 'vitest'
import { compileSchema } from '../../src/compile/compile-schema.ts'
import { checkCatalog } from '../../src/compile/sql/catalog/check-catalog.ts'
import { loadSchema } from '../../src/schema/load-schema.ts'
import type { ColumnStructure, Structure, TableStructure } from '../../src/source/structure.ts'

const SCHEMA = `extend schema @source(name: "db", sql: { url: "mysql://u@h/d" })
type Query { keys: [Key!] @sql }
type Mutation {
  add(name: String): Key @sql(insert: { name: "{$args.name}" })
  given(id: ID!): Key @sql(insert: { id: "{$args.id}" })
  byOther(code: ID!): Key @sql(insert: { code: "{$args.code}" })
  put(name: String): Key @sql(upsert: { name: "{$args.name}", code: "c" }, on: ["code"])
  count(name: String): Int @sql(type: "Key", insert: { name: "{$args.name}" })
}
type Key @sql(table: "keys") { id: ID! name: String code: ID }
`

function problemsOf(id: Partial<ColumnStructure>, tellsCountedOnly: boolean): string[] {
  const column = { kind: 'text', type: '', comment: '', nullable: true, hasDefault: false, generated: false } as const
  const columns = ['id', 'name', 'code'].map(name => [name, { ...column, name, ...(name === 'id' && id) }] as const)
  const table: TableStructure = {
    ...{ name: 'keys', kind: 'table' as const, comment: '', columns: new Map<string, ColumnStructure>(columns) },
    ...{ primaryKey: ['id'], uniqueKeys: [['code']], foreignKeys: [], tellsCountedOnly },
  }
  const structure: Structure = { tables: new Map([['keys', table]]) }
  const { definition } = loadSchema([{ text: SCHEMA, file: 'schema.graphql' }])
  if (!definition) throw new Error('the schema has mistakes')
  const { plan, problems } = compileSchema(definition, { environment: {}, directoryOf: () => '/' })
  const all = [...problems, ...checkCatalog(plan, definition, 'db', structure)]
  return all.map(({ coordinate, message, suggestion }) => `${coordinate}: ${message} ${suggestion}`)
}

test('A key that MySQL makes and does not tell is refused where the new row is the answer', () => {
  const refused =
    'Mutation.add: the database makes "id" of a new row of "keys", and MySQL does not tell it. ' +
    'Give it a value, as in insert: { id: "{$args.id}" }, or return Int or Boolean.'
  expect(problemsOf({ hasDefault: true }, true)).toEqual([refused])
  expect(problemsOf({ hasDefault: true, counted: true }, true)).toEqual([])
  expect(problemsOf({ hasDefault: true }, false)).toEqual([])
})
