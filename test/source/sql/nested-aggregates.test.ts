import { expect, test } from 'vitest'
import type { SqlFilter } from '../../../src/plan/sql/sql-filter.ts'
import type { Table } from '../../../src/source/catalog.ts'
import { resolveFilter } from '../../../src/source/sql/filter/resolve-filter.ts'
import { SQLITE_DIALECT } from '../../../src/source/sql/sqlite/dialect.ts'
import { compare, literal } from './support.ts'

/** Counts how often the table of related rows is looked up: once each time that a filter is evaluated. */
class CountedTables extends Map<string, Table> {
  lookups = 0
  override get(name: string): Table | undefined {
    this.lookups++
    return super.get(name)
  }
}

const relation = { table: 'items', on: [{ column: 'id', related: 'parent' }], where: [] }

function nested(depth: number): SqlFilter {
  if (depth === 0) return compare('id', literal(7))
  return {
    kind: 'aggregate',
    relation,
    filter: { kind: 'or', filters: [nested(depth - 1), compare('parent', literal(depth))] },
    terms: new Map([['count', { name: 'count', column: undefined }]]),
    having: compare('count', literal(1), 'gte'),
  }
}

test('Filters on what is computed are evaluated once each, however deep they stand within one another', () => {
  const column = (name: string) => [name, { name, kind: 'integer', nullable: true }] as const
  const table: Table = { name: 'items', columns: new Map([column('id'), column('parent')]) }
  const tables = new CountedTables([['items', table]])
  const { converters, aggregates } = SQLITE_DIALECT
  const scope = { args: {}, key: [], batch: [], client: { headers: {} } as never }
  const rest = { source: 'db', maxFilterRelations: 50, drops: true, unknown: false }
  const condition = resolveFilter(nested(20), { ...rest, scope, table, tables, converters, aggregates })
  expect(condition).toMatchObject({ kind: 'aggregate', rows: { condition: { kind: 'or' } } })
  expect(tables.lookups).toBe(20)
})
