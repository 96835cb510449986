import { expect, test } from 'vitest'
import { importStructure } from '../../src/import/sql/import-structure.ts'
import type { ColumnStructure, TableStructure } from '../../src/source/structure.ts'

function column(name: string, values: ColumnStructure['values']): [string, ColumnStructure] {
  const plain = {
    name,
    kind: 'text' as const,
    type: '',
    comment: '',
    nullable: true,
    hasDefault: false,
    generated: false,
  }
  return [name, values ? { ...plain, values } : plain]
}

function enumsOf(...columns: [string, ColumnStructure][]): string {
  const rest = { kind: 'table' as const, comment: '', primaryKey: [], uniqueKeys: [], foreignKeys: [] }
  const table: TableStructure = { name: 'films', columns: new Map(columns), ...rest }
  const options = { scheme: 'postgres:', defaultURL: undefined, mutations: false }
  const { text } = importStructure({ tables: new Map([['films', table]]) }, options)
  return text.slice(text.indexOf('type Film '))
}

test('Values are names of GraphQL with what the database has, each once', () => {
  const names = ['PG-13', 'PG 13', 'OPEN', 'closed', '', 'größer', '3d', '日本', 'null']
  expect(enumsOf(column('rating', { names }))).toBe(`type Film @sql(table: "films") {
  rating: FilmRating
}

enum FilmRating {
  PG_13 @map(from: "PG-13")
  PG_13_2 @map(from: "PG 13")
  OPEN
  CLOSED @map(from: "closed")
  EMPTY @map(from: "")
  GROSSER @map(from: "größer")
  _3D @map(from: "3d")
  VALUE @map(from: "日本")
  NULL @map(from: "null")
}
`)
})

test('A type of the database with a name is one enum for all its columns', () => {
  const mood = { names: ['happy'], typeName: 'mood' }
  expect(enumsOf(column('now', mood), column('before', mood))).toBe(`type Film @sql(table: "films") {
  now: Mood
  before: Mood
}

enum Mood {
  HAPPY @map(from: "happy")
}
`)
})
